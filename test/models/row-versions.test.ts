import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Delivery, versionsOf } from './delivery.ts';
import { openModels } from './project.ts';

let connection: DuckDBConnection;
let sql: string;
let close: () => Promise<void>;

beforeAll(async () => {
  const { project, database } = await openModels();
  connection = await database.connect();
  await connection.run(`create schema staging; create table staging.stg_lake__site (
    study_id varchar, site_id varchar, _row_hash varchar, _load_id varchar, _loaded_at timestamp,
    _row bigint, _mode varchar, _source varchar, _scope varchar, _is_complete boolean, _is_delete boolean)`);
  sql = await project.compile('int_site_versions');
  close = async () => {
    connection.closeSync();
    await project.close();
  };
});
afterAll(() => close());

const at = (day: number): string => `2026-01-${String(day).padStart(2, '0')} 00:00:00`;

const studies = ['S1', 'S2'] as const;
const row = fc.record({
  study: fc.constantFrom(...studies),
  site: fc.constantFrom('a', 'b', 'c'),
  content: fc.constantFrom('x', 'y'),
  deleted: fc.boolean(),
});
const delivery = fc.record({
  day: fc.integer({ min: 1, max: 5 }),
  mode: fc.constantFrom('snapshot' as const, 'snapshot' as const, 'delta' as const),
  source: fc.constantFrom('ctms', 'other'),
  complete: fc.constantFrom(true, true, false),
  rows: fc.uniqueArray(row, { selector: (it) => it.study + it.site, maxLength: 5 }),
});
const deliveries = fc
  .array(delivery, { minLength: 1, maxLength: 6 })
  .map((list): Delivery[] => list.map((it, i) => ({ ...it, load: `L${it.day}-${i}` })));

async function versionsInSql(
  list: readonly Delivery[],
  order: readonly number[],
): Promise<string[]> {
  const rows = list.flatMap(({ load, day, mode, source, complete, rows: delivered }) =>
    delivered.map(({ study, site, content, deleted }, i) => {
      const scope = mode === 'snapshot' ? `'${source}:${study}'` : 'null';
      const isDelete = mode === 'delta' && deleted;
      return `('${study}', '${site}', '${content}', '${load}', '${at(day)}', ${i + 1}, '${mode}', '${source}', ${scope}, ${complete}, ${isDelete})`;
    }),
  );
  await connection.run('delete from staging.stg_lake__site');
  const shuffled = rows.map((text, i) => ({ text, key: order[i % order.length] ?? 0 }));
  shuffled.sort((a, b) => a.key - b.key);
  if (rows.length > 0) {
    const values = shuffled.map(({ text }) => text).join(', ');
    await connection.run(`insert into staging.stg_lake__site values ${values}`);
  }
  const result = await connection.runAndReadAll(
    `select study_id || '|' || site_id || '|' || _source || '|' || day(known_from) || '|'
       || coalesce(day(known_to)::varchar, '') || '|' || case when is_deleted then 'deleted' else _row_hash end
       || case when is_current then '|current' else '' end as version
     from (${sql}) as versions order by 1`,
  );
  return result.getRows().map(([version]) => String(version));
}

test('versions equal those of a plain replay, in whatever order rows and loads lie', async () => {
  await fc.assert(
    fc.asyncProperty(
      deliveries,
      fc.array(fc.integer(), { minLength: 7, maxLength: 7 }),
      async (list, order) => {
        expect(await versionsInSql(list, order)).toEqual(versionsOf(list));
      },
    ),
    { numRuns: 60, seed: 20260331 },
  );
}, 120_000);
