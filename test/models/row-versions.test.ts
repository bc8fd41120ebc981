import type { DuckDBConnection } from '@duckdb/node-api';
import type { ModelNode } from 'dbt-ts-runner';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Delivery, standingOn, versionsOf } from './delivery.ts';
import { openModels } from './project.ts';

let connection: DuckDBConnection;
let sql: string;
/** SQL of the keys that later loads reach. */
let reachedSql: string;
let close: () => Promise<void>;

beforeAll(async () => {
  const { project, database } = await openModels();
  connection = await database.connect();
  await connection.run(`create schema staging; create table staging.stg_lake__site (
    study_id varchar, site_id varchar, _row_hash varchar, _load_id varchar, _loaded_at timestamp,
    _row bigint, _mode varchar, _source varchar, _scope varchar, _is_complete boolean, _is_delete boolean)`);
  sql = await project.compile('int_site_versions');
  const { meta } = project.manifest.nodes.get('model.portolan.int_site_versions') as ModelNode;
  reachedSql = (meta as { slices: { reached_by_snapshots: string } }).slices.reached_by_snapshots;
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
const load = {
  day: fc.integer({ min: 1, max: 5 }),
  source: fc.constantFrom('ctms', 'ctms', 'other'),
};
const keyed = fc.record({
  ...load,
  mode: fc.constantFrom('snapshot' as const, 'snapshot' as const, 'delta' as const),
  complete: fc.constantFrom(true, true, false),
  rows: fc.uniqueArray(row, { selector: (it) => it.study + it.site, maxLength: 5 }),
});
const logged = fc.record({
  ...load,
  mode: fc.constantFrom('log' as const, 'deletes' as const),
  complete: fc.constant(true),
  rows: fc.array(row, { maxLength: 4 }),
});
const delivery = fc.oneof({ arbitrary: keyed, weight: 3 }, { arbitrary: logged, weight: 2 });
/** Load ids follow time but for those of one day, so that late and backdated loads are among them. */
const deliveries = fc
  .array(delivery, { minLength: 1, maxLength: 7 })
  .map((list): Delivery[] => list.map((it, i) => ({ ...it, load: `L${it.day}-${i}` })));

interface Version {
  readonly key: string;
  readonly source: string;
  readonly from: number;
  readonly until: number | null;
  readonly content: string;
  readonly isCurrent: boolean;
}

/** Fills the relation of delivered rows; `order` shuffles them. */
async function deliver(list: readonly Delivery[], order: readonly number[] = [0]): Promise<void> {
  const rows = list.flatMap(({ load, day, mode, source, complete, rows: delivered }) =>
    delivered.map(({ study, site, content, deleted }, i) => {
      const scope = mode === 'snapshot' ? `'${source}:${study}'` : 'null';
      const isRecord = mode === 'deletes';
      const isDelete = isRecord || (mode !== 'snapshot' && deleted);
      return `(${isRecord ? 'null' : `'${study}'`}, '${site}', '${content}', '${load}', '${at(day)}', ${i + 1}, '${isRecord ? 'delta' : mode}', '${source}', ${scope}, ${complete}, ${isDelete})`;
    }),
  );
  await connection.run('delete from staging.stg_lake__site');
  const shuffled = rows.map((text, i) => ({ text, key: order[i % order.length] ?? 0 }));
  shuffled.sort((a, b) => a.key - b.key);
  if (rows.length > 0) {
    const values = shuffled.map(({ text }) => text).join(', ');
    await connection.run(`insert into staging.stg_lake__site values ${values}`);
  }
}

async function versionsInSql(
  list: readonly Delivery[],
  order: readonly number[],
): Promise<Version[]> {
  await deliver(list, order);
  const result = await connection.runAndReadAll(
    `select study_id || '|' || site_id, _source, day(known_from)::integer, day(known_to)::integer,
       case when is_deleted then 'deleted' else _row_hash end, is_current
     from (${sql}) as versions`,
  );
  return result.getRows().map(([key, source, from, until, content, isCurrent]) => ({
    key: String(key),
    source: String(source),
    from: Number(from),
    until: until === null ? null : Number(until),
    content: String(content),
    isCurrent: isCurrent === true,
  }));
}

const lineOf = ({ key, source, from, until, content, isCurrent }: Version): string =>
  `${key}|${source}|${from}|${until ?? ''}|${content}${isCurrent ? '|current' : ''}`;

const knownOn = (versions: readonly Version[], day: number): string[] =>
  versions
    .filter(({ from, until }) => from <= day && (until === null || until > day))
    .filter(({ content }) => content !== 'deleted')
    .map(({ key, source, content }) => `${key}|${source}|${content}`)
    .sort();

test('versions equal those of a plain replay, in whatever order rows and loads lie', async () => {
  await fc.assert(
    fc.asyncProperty(
      deliveries,
      fc.array(fc.integer(), { minLength: 7, maxLength: 7 }),
      async (list, order) => {
        const versions = await versionsInSql(list, order);
        expect(versions.map(lineOf).sort()).toEqual(versionsOf(list));
        for (const day of [1, 2, 3, 4, 5])
          expect(knownOn(versions, day)).toEqual(standingOn(list, day));
      },
    ),
    { numRuns: 150, seed: 20260331 },
  );
}, 120_000);

/** Keys whose versions are others since the later loads came, and keys that these are said to reach. */
async function reachedBy(before: readonly Delivery[], after: readonly Delivery[]) {
  const asKeys = async (query: string) => {
    const rows = await connection.runAndReadAll(
      `select distinct study_id || '|' || site_id ${query}`,
    );
    return rows.getRows().map(([key]) => String(key));
  };
  await deliver(before);
  await connection.run(`create or replace temp table former as ${sql}`);
  await deliver([...before, ...after]);
  await connection.run(`create or replace temp table renewed as ${sql}`);
  const loads = after.map(({ load }) => `'${load}'`).join(', ');
  const change = `select * from staging.stg_lake__site where _load_id in (${loads})`;
  const restated = await asKeys(
    'from ((from renewed except all from former) union all (from former except all from renewed))',
  );
  const reached = await asKeys(
    `from (with change as (${change}), delivered as (from staging.stg_lake__site) select * from (${reachedSql}))`,
  );
  const named = await asKeys(
    `from staging.stg_lake__site where site_id in (select site_id from (${change}) where study_id is null)`,
  );
  return { restated, reached, named };
}

test('no key has other versions that loads of later days are not said to reach', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, fc.integer({ min: 1, max: 4 }), async (list, day) => {
      const [before, after] = [
        list.filter((it) => it.day <= day),
        list.filter((it) => it.day > day),
      ];
      if (before.length === 0 || after.length === 0) return;
      const { restated, reached, named } = await reachedBy(before, after);
      expect([...reached, ...named]).toEqual(expect.arrayContaining(restated));
    }),
    { numRuns: 300, seed: 20260331 },
  );
}, 240_000);

test('a snapshot reaches the keys that came, changed or stayed away, and no other', async () => {
  const site = (name: string, content: string) => ({
    study: 'S1',
    site: name,
    content,
    deleted: false,
  });
  const snapshot = (day: number, rows: Delivery['rows']): Delivery => ({
    ...{ load: `L${day}`, day, mode: 'snapshot', source: 'ctms', complete: true, rows },
  });
  const { restated, reached } = await reachedBy(
    [snapshot(1, [site('a', 'x'), site('b', 'x'), site('c', 'x'), site('d', 'x')])],
    [snapshot(2, [site('a', 'x'), site('b', 'y'), site('d', 'x'), site('e', 'x')])],
  );
  expect(reached.sort()).toEqual(['S1|b', 'S1|c', 'S1|e']);
  expect(restated.sort()).toEqual(['S1|b', 'S1|c', 'S1|e']);
});
