import { stringify } from 'yaml';
import { contracts } from '../../contract.ts';
import type { DeliveredItem } from '../inventory.ts';
import { type ProposedRecord, proposeRecords } from './propose.ts';

const inline = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'study';

/** A code list as a map of words, where its codes are not the words already. */
const valuesOf = ({ definition }: DeliveredItem): Readonly<Record<string, string>> | undefined => {
  const codes = (definition?.codes ?? []).filter(
    ({ code, decode }) => decode !== undefined && decode.toLowerCase() !== code.toLowerCase(),
  );
  return codes.length > 0
    ? Object.fromEntries(codes.map(({ code, decode }) => [code, decode ?? code]))
    : undefined;
};

const columnLine = (feed: string, column: string, item: DeliveredItem): string => {
  const format = contracts()
    .get(feed)
    ?.columns.find(({ name }) => name === column)?.format;
  const values = format === undefined || format === 'boolean' ? valuesOf(item) : undefined;
  const made = values ? { item: item.item, values } : item.item;
  const label = item.definition?.label;
  const share = item.points > 0 ? Math.round((item.filled / item.points) * 100) : 0;
  return `      ${column}: ${inline(made)} # ${label ? `${label}; ` : ''}filled ${share} %`;
};

const recordLines = ({ feed, form, level, columns, tests }: ProposedRecord): readonly string[] => [
  `  - feed: ${feed}`,
  `    one_row_per: ${level}`,
  ...(form === null ? [] : [`    forms: ${inline(form)}`]),
  ...(columns.length > 0
    ? ['    columns:', ...columns.map(({ column, item }) => columnLine(feed, column, item))]
    : []),
  ...(tests.length > 0
    ? [
        '    each:',
        ...tests.map(
          ({ code, item }) =>
            `      - ${inline({ test_code: { constant: code }, result: item.item })}`,
        ),
      ]
    : []),
];

/**
 * The YAML of a proposed item map of one study, to be read and corrected: entries for the forms whose fields have names of
 * CDASH or SDTM. It holds labels and code lists of the metadata, and no value of a subject.
 */
export const draftItemMap = (study: string, items: readonly DeliveredItem[]): string => {
  const records = proposeRecords(items);
  const mapped = new Set(records.map(({ form }) => form));
  const others = [...new Set(items.map(({ form }) => form ?? '(no form)'))].filter(
    (form) => !mapped.has(form),
  );
  const lines = [
    `# Proposed from the items that ${study} has delivered. Read every line before it is used:`,
    '# portolan items check FILE says what it would make.',
    `item_map: ${slug(study)}`,
    `studies: ${inline([study])}`,
    'date_formats: [iso, day_month_year]',
    ...(records.length > 0
      ? ['records:', ...records.flatMap(recordLines)]
      : [
          '# No field has a name of CDASH or SDTM; portolan items list says what there is.',
          'records: []',
        ]),
    ...(others.length > 0 ? [`# Forms of which nothing is proposed: ${others.join(', ')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
};
