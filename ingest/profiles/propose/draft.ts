import { stringify } from 'yaml';
import { nameKey } from '../profile.ts';
import { isSensitive } from '../sensitive.ts';
import type { ContractMatch, Pair } from './match-contract.ts';
import type { Sample } from './sample.ts';

/** What a draft is written from. */
export interface Draft {
  readonly file: string;
  readonly format: string;
  readonly table: string;
  readonly traits: Readonly<Record<string, string>>;
  readonly sample: Sample;
  readonly matches: readonly ContractMatch[];
}

const MATCHED_COLUMNS = 6;

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\.[a-z0-9]+$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '') || 'source';

const inline = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();

const columnOf = (pair: Pair): unknown => {
  const { fit, from } = pair;
  return fit.dateFormat ? { from, date_formats: [fit.dateFormat] } : from;
};

const doubtOf = ({ score, fit }: Pair): string => {
  const doubts = [
    ...(score < 0.75 ? [`by name only, ${Math.round(score * 100)} %`] : []),
    ...(fit.share < 1
      ? [`${Math.round((1 - fit.share) * 100)} % of the values cannot be read`]
      : []),
    ...(fit.otherFormat ? [`${fit.otherFormat} reads as many values: say which is meant`] : []),
  ];
  return doubts.length > 0 ? ` # check: ${doubts.join('; ')}` : '';
};

const matchOf = ({ format, table, traits, sample }: Draft): unknown => ({
  ...(table === '' ? {} : { format, table }),
  ...(table !== '' && traits.vendor ? { traits: { vendor: traits.vendor } } : {}),
  columns: sample.columns.filter((name) => name.trim() !== '').slice(0, MATCHED_COLUMNS),
});

const others = (matches: readonly ContractMatch[]): string =>
  matches
    .slice(0, 4)
    .map(({ contract, score }) => `${contract.feed} ${Math.round(score * 100)} %`)
    .join(', ');

/**
 * The YAML of a proposed profile: the best contract's columns as they could be found, with a comment wherever a person has to
 * look. It holds names of columns, and no value of the file.
 */
export const draftText = (draft: Draft): string => {
  const { sample, matches, file, table } = draft;
  const [best] = matches;
  if (!best) return '';
  const name = slug(file);
  const used = new Set(best.pairs.map(({ from }) => nameKey(from)));
  const rest = sample.columns.filter((column) => !used.has(nameKey(column)));
  const sensitive = rest.filter(isSensitive);
  const renamed = best.pairs.filter(
    (pair) => nameKey(pair.from) !== pair.column.name || pair.fit.dateFormat,
  );
  const ids = best.missing.filter((column) => column.endsWith('_id') && column !== 'study_id');
  const absent = best.missing.filter((column) => !ids.includes(column));
  const columns = [
    ...renamed.map(
      (pair) => `      ${pair.column.name}: ${inline(columnOf(pair))}${doubtOf(pair)}`,
    ),
    ...ids.map(
      (id) =>
        `      ${id}: { content_id: true } # check: no id was found; rows are then known by content`,
    ),
  ];
  const lines = [
    `# Proposed from ${sample.rows} rows of ${file}${table === '' ? '' : `, table ${table}`}; fits: ${others(matches)}.`,
    '# Read every line before it is used: portolan profile check FILE says what it would do.',
    `profile: ${name}`,
    `description: ${inline(`Proposed from ${file}; say which system delivers it.`)}`,
    ...(sample.assumedEncoding
      ? [
          `encoding: ${sample.assumedEncoding} # check: the file is not UTF-8; ask the sender what it is`,
        ]
      : []),
    ...(best.pairs.some(({ fit }) => fit.decimalMark)
      ? ['decimal_mark: ","', 'grouping: "."']
      : []),
    ...(absent.length > 0
      ? [
          '# Required and not found; name their columns below, or give a constant where all rows have one value:',
          ...absent.map((column) => `# constants: { ${column}: ... }`),
        ]
      : []),
    'files:',
    `  - name: ${slug(table || file).replaceAll('-', '_')}`,
    `    match: ${inline(matchOf(draft))}`,
    ...(sensitive.length > 0
      ? [`    drop: ${inline(sensitive)} # names that suggest persons or treatment`]
      : []),
    `    feed: ${best.contract.feed}`,
    `    mode: ${best.contract.mode} # check: snapshot if the file holds everything each time, delta if changes`,
    ...(columns.length > 0 ? ['    columns:', ...columns] : []),
    ...(rest.length > 0
      ? [`    # not mapped, kept in _extra: ${rest.filter((one) => !isSensitive(one)).join(', ')}`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
};
