import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ingest } from '@portolan/ingest';
import type { Project } from 'dbt-ts-runner';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readContracts } from '../../warehouse/contracts.ts';
import { createLakeSchema } from '../../warehouse/lake-schema.ts';
import { readLoads } from '../../warehouse/loads.ts';
import { testHome } from '../ingest/home.ts';
import { type Delivery, standingOn } from './delivery.ts';
import { openModels } from './project.ts';

const PROFILE = `
profile: ctms
description: every way in which sites can be delivered
files:
  - { name: whole, match: { file: "snapshot*" }, feed: site, mode: snapshot }
  - { name: changes, match: { file: "delta*" }, feed: site, mode: delta, delete: { from: gone, values: [Y] } }
  - { name: events, match: { file: "log*" }, feed: site, mode: log, delete: { from: gone, values: [Y] } }
  - { name: deleted, match: { file: "deletes*" }, feed: site, delete: { by: [site_id] } }
`;

let project: Project;
let connection: DuckDBConnection;
let close: () => Promise<void>;
beforeAll(async () => {
  const opened = await openModels();
  project = opened.project;
  connection = await opened.database.connect();
  close = async () => {
    connection.closeSync();
    await project.close();
  };
});
afterAll(() => close());

const row = fc.record({
  study: fc.constantFrom('S1', 'S2'),
  site: fc.constantFrom('a', 'b', 'c'),
  content: fc.constantFrom('x', 'y'),
  deleted: fc.boolean(),
});
const delivery = fc.record({
  mode: fc.constantFrom('snapshot' as const, 'snapshot' as const, 'delta', 'log', 'deletes'),
  rows: fc.uniqueArray(row, { selector: (it) => it.study + it.site, minLength: 1, maxLength: 4 }),
});
/** One delivery a day, and the days in the order in which they are loaded, some of them twice. */
const history = fc.array(delivery, { minLength: 3, maxLength: 6 }).chain((list) => {
  const days = list.map((_, i) => i + 1);
  return fc.record({
    list: fc.constant(
      list.map(
        (it, i): Delivery => ({
          ...it,
          day: i + 1,
          load: `L${i + 1}`,
          source: 'ctms',
          complete: true,
        }),
      ),
    ),
    order: fc
      .tuple(fc.shuffledSubarray(days, { minLength: days.length }), fc.subarray(days))
      .map(([all, twice]) => [...all, ...twice]),
    until: fc.constantFrom(...days),
  });
});

/** The column `n` makes each file one of its own, whatever its rows say. */
const csvOf = ({ rows, day }: Delivery): string =>
  [
    'study_id,site_id,site_name,gone,n',
    ...rows.map(({ study, site, content, deleted }) =>
      [study, site, content, deleted ? 'Y' : 'N', day].join(','),
    ),
    '',
  ].join('\n');

const timeOf = (day: number): string => `2026-01-0${day}T00:00:00Z`;

/** What stands on each of the days, by the models on the loads that a home had by a day. */
async function standing(home: string, until: number, days: readonly number[]): Promise<string[][]> {
  const [site] = (await readContracts()).filter(({ feed }) => feed === 'site');
  if (!site) throw new Error('no contract of site');
  const loads = await readLoads(join(home, 'lake'), new Date(timeOf(until)));
  await connection.run('drop schema if exists lake cascade');
  await createLakeSchema(connection, [site], loads);
  await connection.run('create schema if not exists staging');
  await connection.run(
    `create or replace table staging.stg_lake__site as ${await project.compile('stg_lake__site')}`,
  );
  const versions = await project.compile('int_site_versions');
  const found: string[][] = [];
  for (const day of days) {
    const result = await connection.runAndReadAll(
      `select study_id || '|' || site_id || '|' || _source || '|' || site_name
       from (${versions}) as versions
       where not is_deleted and known_from <= timestamp '${timeOf(day).slice(0, 10)}'
         and (known_to is null or known_to > timestamp '${timeOf(day).slice(0, 10)}')`,
    );
    found.push(
      result
        .getRows()
        .map(([line]) => String(line))
        .sort(),
    );
  }
  return found;
}

test('files that arrive late, twice or in any order give what a replay in order gives, on every day', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ list, order, until }) => {
      const at = testHome();
      try {
        await mkdir(join(at.home, 'sources'), { recursive: true });
        await writeFile(join(at.home, 'sources/ctms.yaml'), PROFILE);
        for (const day of order) {
          const one = list.find((it) => it.day === day);
          if (!one) throw new Error(`no delivery on day ${day}`);
          const paths = [await at.deliver(`${one.mode}-${day}.csv`, csvOf(one))];
          const { files } = await ingest({ home: at.home, paths, receivedAt: timeOf(day) });
          expect(files.map(({ outcome }) => outcome)).not.toContain('refused');
        }
        const days = list.map(({ day }) => day);
        expect(at.loads('site')).toHaveLength(list.length);
        const expected = days.map((day) => standingOn(list, day));
        expect(await standing(at.home, days.length, days)).toEqual(expected);
        expect(await standing(at.home, until, [until])).toEqual([standingOn(list, until)]);
      } finally {
        at.remove();
      }
    }),
    { numRuns: 8, seed: 20260331 },
  );
}, 300_000);
