import { type Plan, placed, planFeed } from '../../../ingest/compile/plan.ts';
import type { Contract } from '../../../ingest/contract.ts';
import { type Engine, text } from '../../../ingest/engine.ts';
import type { FileMapping, Reading } from '../../../ingest/profiles/profile.ts';

/** Ways of reading that between them use every date format and number form. */
export const READINGS: readonly Reading[] = [
  { date_formats: ['iso', 'compact', '%d %B %Y'], null_words: ['N/A'] },
  { decimal_mark: ',', grouping: '.', date_formats: ['epoch_day', 'iso'], time_zone: 'Asia/Tokyo' },
  { date_formats: ['excel_day', 'compact', 'epoch_second'], grouping: ' ' },
  { date_formats: ['sas_day', '%d/%m/%Y', 'day_month_year', 'iso'], time_zone: 'America/New_York' },
];

const mappingOf = (reading: Reading): FileMapping => ({
  name: 'same',
  profile: 'same',
  source: 'same',
  match: {},
  drop: [],
  keep: [],
  reading,
  feeds: [],
});

const literal = (value: string | null): string => (value === null ? 'NULL' : text(value));

/** Fills table `delivered` with rows of a contract's columns, and gives the plan that reads them. */
export const deliver = async (
  engine: Engine,
  contract: Contract,
  reading: Reading,
  rows: readonly (readonly unknown[])[],
): Promise<Plan> => {
  const names = contract.columns.map((column) => column.name);
  const cells = names.map((_, i) => `c${i}`);
  const values = rows.map((row, i) => {
    const given = row.map((cell) => literal(typeof cell === 'string' ? cell : null));
    return `(${i + 1}, ${given.join(', ')})`;
  });
  await engine.run(
    `CREATE OR REPLACE TABLE delivered AS SELECT _row, NULL::VARCHAR AS _fault, NULL::VARCHAR AS _cells, ${cells.map((c) => `${c}::VARCHAR AS ${c}`).join(', ')} FROM (VALUES ${values.join(', ')}) v(_row, ${cells.join(', ')})`,
  );
  const mapping = mappingOf(reading);
  return planFeed('rows', mapping, { feed: contract.feed }, contract, placed(names), {});
};
