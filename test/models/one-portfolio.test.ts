import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEmptyLake, openModels } from './project.ts';

let connection: DuckDBConnection;
let close: () => Promise<void>;

type Row = Readonly<Record<string, string | null>>;

/** One load of a source: day of arrival, feed, and rows in canonical text. */
async function deliver(source: string, day: number, feed: string, rows: readonly Row[]) {
  for (const [i, row] of rows.entries()) {
    const all = {
      ...row,
      _load_id: `L${day}-${source}`,
      _loaded_at: `2026-01-0${day} 00:00:00`,
      _row: String(i + 1),
      _mode: 'delta',
      _source: source,
    };
    const values = Object.values(all).map((value) => (value === null ? 'null' : `'${value}'`));
    await connection.run(
      `insert into lake.${feed} (${Object.keys(all).join(', ')}, _is_complete) values (${values.join(', ')}, true)`,
    );
  }
}

const rowsOf = async (sql: string): Promise<unknown[][]> =>
  (await connection.runAndReadAll(sql)).getRowsJson();

beforeAll(async () => {
  const { project, database } = await openModels();
  connection = await database.connect();
  close = async () => {
    connection.closeSync();
    await project.close();
  };
  await createEmptyLake(connection);
  await deliver('reference-ctms', 1, 'study', [{ study_id: 'S-1', study_name: 'ALPHA' }]);
  await deliver('vault-ctms', 2, 'study', [
    { study_id: 'V0A1', study_number: 'S-1', study_name: 'ALPHA' },
    { study_id: 'V0A2', study_number: 'S-2', study_name: 'BETA' },
  ]);
  await deliver('reference-ctms', 1, 'site', [
    { study_id: 'S-1', site_id: '0101', site_number: '0101', site_name: 'hub' },
  ]);
  await deliver('veeva-edc', 3, 'site', [
    { study_id: 'S-1', site_id: '0101', site_name: 'data capture' },
    { study_id: 'S-1', site_id: '0102', site_name: 'data capture' },
  ]);
  await deliver('vault-ctms', 2, 'site', [
    { study_id: 'V0A1', site_id: 'V0B1', site_number: '0101', site_name: 'vault' },
    { study_id: 'V0A1', site_id: 'V0B2', site_number: '01C02', site_name: 'candidate' },
    { study_id: 'V0A2', site_id: 'V0B9', site_number: '0201', site_name: 'only in vault' },
  ]);
  for (const [source, day] of [
    ['unranked-one', 1],
    ['unranked-other', 2],
  ] as const)
    await deliver(source, day, 'site', [
      { study_id: 'S-3', site_id: '0301', site_name: source },
      { study_id: 'S-3', site_id: `030${day + 1}`, site_name: source },
    ]);
  await deliver('vault-ctms', 2, 'study_country', [
    { study_id: 'V0A1', study_country_id: 'V0U1', country: 'United States' },
  ]);
  await deliver('reference-ctms', 1, 'milestone', [
    { study_id: 'S-1', milestone_id: 'M1', milestone_type: 'siv', level: 'site', site_id: '0101' },
    { study_id: 'S-1', milestone_id: 'M2', milestone_type: 'fsa', level: 'country', country: 'US' },
  ]);
  const stage = { study_id: 'V0A1', study_country_id: 'V0U1' };
  await deliver('vault-ctms', 2, 'milestone', [
    {
      ...stage,
      milestone_id: 'V1',
      milestone_type: 'siv',
      site_id: 'V0B1',
      milestone_number: 'M1',
    },
    { ...stage, milestone_id: 'V2', milestone_type: 'ec_submitted', site_id: 'V0B1' },
    { ...stage, milestone_id: 'V3', milestone_type: 'ec_submitted', site_id: 'V0B1' },
    { ...stage, milestone_id: 'V4', milestone_type: 'fsa' },
    { ...stage, milestone_id: 'V5', milestone_type: 'ra_submitted' },
    { ...stage, milestone_id: 'V6', milestone_type: 'cda_sent', site_id: 'V0B2' },
  ]);
  await deliver('vault-ctms', 2, 'milestone_forecast', [
    { study_id: 'V0A1', forecast_id: 'F1', milestone_id: 'V1', forecaster: 'cro' },
    { study_id: 'V0A1', forecast_id: 'F2', milestone_id: 'V2', forecaster: 'cro' },
  ]);
  const built = await project
    .build({
      select: [
        '+int_site_current',
        '+int_milestone_current',
        '+int_milestone_forecast_current',
        '+int_site_candidates',
      ],
      indirectSelection: 'buildable',
    })
    .finished();
  expect(built.counts).toMatchObject({ error: 0, fail: 0, skipped: 0 });
}, 120_000);
afterAll(() => close());

test('the best-ranked source of a study counts alone, under the ids of the portfolio', async () => {
  expect(
    await rowsOf(`select study_id, site_id, site_name, source_study_id, is_current
                  from intermediate.int_site_current where study_id <> 'S-3' order by all`),
  ).toEqual([
    ['S-1', '0101', 'hub', 'S-1', true],
    ['V0A2', 'V0B9', 'only in vault', 'V0A2', true],
  ]);
});

test('sources without a rank stand side by side; of equal keys the latest change counts', async () => {
  expect(
    await rowsOf(`select site_id, site_name from intermediate.int_site_current
                  where study_id = 'S-3' order by all`),
  ).toEqual([
    ['0301', 'unranked-other'],
    ['0302', 'unranked-one'],
    ['0303', 'unranked-other'],
  ]);
});

test('what only lower ranks know is a candidate', async () => {
  expect(
    await rowsOf(`select study_id, site_id, site_number, country_code
                  from intermediate.int_site_candidates order by all`),
  ).toEqual([
    ['S-1', '0102', null, 'ZZ'],
    ['S-1', 'V0B2', '01C02', 'ZZ'],
  ]);
});

test('a complement adds what the best-ranked source lacks, at the level that its site or country tells', async () => {
  expect(
    await rowsOf(`select milestone_id, study_id, level, country, site_id
                  from intermediate.int_milestone_current order by all`),
  ).toEqual([
    ['M1', 'S-1', 'site', null, '0101'],
    ['M2', 'S-1', 'country', 'US', null],
    ['V2', 'S-1', 'site', 'US', '0101'],
    ['V3', 'S-1', 'site', 'US', '0101'],
    ['V5', 'S-1', 'country', 'US', null],
    ['V6', 'S-1', 'site', 'US', 'V0B2'],
  ]);
});

test('a forecast is of the milestone that the best-ranked source delivers', async () => {
  expect(
    await rowsOf(`select forecast_id, study_id, milestone_id
                  from intermediate.int_milestone_forecast_current order by all`),
  ).toEqual([
    ['F1', 'S-1', 'M1'],
    ['F2', 'S-1', 'V2'],
  ]);
});
