import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Contract, type ContractColumn, contracts } from '@portolan/ingest';
import { AREAS, type Area } from '../ingest/vocabulary.ts';

/** Where the page stands. */
export const feedsPage = resolve(import.meta.dirname, '../docs/feeds.md');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const code = (text: string): string => `\`${text}\``;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const link = (feed: string): string => `[${feed}](#${feed})`;

const references = ({ schema }: Contract): string =>
  [...new Set(schema['x-references'].map(({ feed }) => feed))].map(link).join(', ');

const feedRow = (contract: Contract): readonly string[] => [
  link(contract.feed),
  cell(contract.description),
  contract.key.map(code).join(', '),
  contract.mode,
  contract.freshness,
  contract.retention,
  references(contract),
];

const form = ({ format, words }: ContractColumn): string =>
  words ? words.map(code).join(', ') : (format ?? 'text');

const columnRow = (contract: Contract, column: ContractColumn): readonly string[] => [
  code(column.name),
  form(column),
  column.class ?? '',
  contract.required.includes(column.name) ? 'yes' : '',
  cell(column.description ?? ''),
];

const facts = (contract: Contract): string => {
  const { maxShrink, mode, schema } = contract;
  const class_ = schema['x-class'] ? [`Class of the whole feed: ${schema['x-class']}.`] : [];
  const shrink =
    mode === 'snapshot' && maxShrink !== undefined
      ? [`A snapshot may lose ${Math.round(maxShrink * 100)} % of its rows before it is refused.`]
      : [];
  return [contract.description, ...class_, ...shrink].join(' ');
};

const example = ({ schema }: Contract): string =>
  `\`\`\`json\n${JSON.stringify(schema.examples[0], null, 2)}\n\`\`\``;

const feedSection = (contract: Contract): string => {
  const rows = contract.columns.map((column) => columnRow(contract, column));
  const columns = table(['column', 'form', 'class', 'required', 'what it is'], rows);
  return `### ${contract.feed}\n\n${facts(contract)}\n\n${columns}\n\n${example(contract)}\n`;
};

const feedsHead = ['feed', 'grain', 'key', 'mode', 'fresh within', 'kept for', 'refers to'];

const areaSection = (area: Area): string => {
  const feeds = [...contracts().values()].filter(({ schema }) => schema['x-area'] === area);
  const sections = feeds.map(feedSection).join('\n');
  return `## ${area}\n\n${table(feedsHead, feeds.map(feedRow))}\n\n${sections}`;
};

const INTRO = `# Feeds

Generated from \`ingest/contracts\` by \`node --import tsx scripts/feeds-page.ts\`.

A feed is what the lake holds of one kind of record, whatever system delivers it. Every value is text: \`date\` is \`2026-01-31\`,
\`partial-date\` also \`2026-01\` or \`2026\`, \`date-time\` \`2026-01-31T13:45:00Z\` with or without zone, \`year-month\`
\`2026-01\`, \`decimal\` and \`integer\` plain digits with a point, \`boolean\` \`true\` or \`false\`. Fractions are fractions: 0.28 is 28 %.

- mode: a snapshot is all there is, and what it lacks is gone; a delta is new and changed rows; a log is only added to.
- fresh within: how old the newest load may be before the feed counts as stale.
- kept for: trial records 25 years (EU 536/2014, article 58, for the trial master file; ICH E6(R3) asks for what the law
  asks), books 10 years (HGB § 257, AO § 147), personal data and candidates who never joined a study 5 years (GDPR,
  article 5: no longer than needed). Counted from the day a load came; a sponsor may set longer ones.
- class: who may see a column, enforced by the query door. Feeds of class \`unblinding\` have an access list of their own.
- An id is the source's own. Where a source refers by record id (Vault, Siebel), \`study_id\` and \`site_id\` are record ids
  too; \`study.study_number\`, \`site.site_number\` and \`subject.edc_subject_id\` tell how systems agree.
  Nothing is looked up in another file while loading.
- A contract's version rises when a column changes its form or class or becomes required; an added optional column leaves it.
`;

/** The page of every canonical feed, from ingest/contracts. */
export const renderFeedsPage = (): string => [INTRO, ...AREAS.map(areaSection)].join('\n');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(feedsPage, renderFeedsPage());
