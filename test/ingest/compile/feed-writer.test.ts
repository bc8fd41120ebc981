import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PIECE_BYTES } from '../../../ingest/formats/csv.ts';
import { query, siteCsv, type TestHome, testHome } from '../home.ts';

const PAD = 'x'.repeat(4_000);
const ROWS = Math.ceil((3 * PIECE_BYTES) / PAD.length);

let at: TestHome;
beforeEach(() => {
  at = testHome();
});
afterEach(() => at.remove());

/** Of three rows in turn one has a new key, one the first key again, and one a date that cannot be. */
const rowAt = (row: number): string => {
  const site = row % 3 === 0 ? row : 0;
  const day = row % 3 === 2 ? '2026-02-30' : '2026-01-05';
  return `X-1,${site},r${site},P${site},${day},${PAD}`;
};

test('refused rows stand in the order of the file, by whatever rule and in whichever piece', async () => {
  const rows = Array.from({ length: ROWS }, (_, row) => rowAt(row));
  const outcome = await at.load('sites.csv', siteCsv(...rows));
  const accepted = Math.ceil(ROWS / 3);
  expect(outcome).toMatchObject({ rows_read: ROWS, rows_accepted: accepted });
  const [load] = at.loads('site');
  const path = join(at.home, 'lake', 'site', `load=${load?.load_id}`, 'rejected.parquet');
  const set = await query(
    `SELECT _row::INTEGER AS row, rule, reason FROM read_parquet('${path}', file_row_number = true) ORDER BY file_row_number`,
  );
  const expected = Array.from({ length: ROWS }, (_, row) => row).filter((row) => row % 3 !== 0);
  expect(set.map(({ row }) => row)).toEqual(expected.map((row) => row + 1));
  expect(set[0]).toMatchObject({
    rule: 'duplicate_key',
    reason: 'the same key as row 1, and the same values; that row was kept',
  });
  expect(set[1]).toMatchObject({ rule: 'invalid_date' });
}, 120_000);

test('one bad row among many canonical ones is found, and a row that is only not canonical is made so', async () => {
  const good = Array.from({ length: 12_000 }, (_, row) => `X-1,${row},r${row},P${row},2026-01-05,`);
  const [header = ''] = siteCsv().split('\n');
  const more = [
    'X-1,20001,z1,Z1,2026-02-30,',
    ',20004,z2,Z2,2026-01-05,',
    header,
    'X-1,20002,z3,Z3,soon,',
    'X-1,1.2E+5,z4,Z4,2026-01-05,',
    'X-1,20003,z5,Z5,2026-01-05T09:30:00Z,',
  ];
  const outcome = await at.load('sites.csv', siteCsv(...good, ...more));
  expect(outcome).toMatchObject({ rows_read: 12_006, rows_accepted: 12_001 });
  const [load] = at.loads('site');
  expect(load?.rejected_by_rule).toEqual({
    invalid_date: 2,
    required: 1,
    repeated_header: 1,
    invalid_identifier: 1,
  });
  const folder = join(at.home, 'lake', 'site', `load=${load?.load_id}`);
  const rows = await query(
    `SELECT activation_date AS day, count(*)::INTEGER AS n FROM read_parquet('${folder}/part-*.parquet') GROUP BY ALL`,
  );
  expect(rows).toEqual([{ day: '2026-01-05', n: 12_001 }]);
}, 60_000);

test('where only the first of several pieces cannot be split in bulk, the file is read row by row and once', async () => {
  const rows = Array.from(
    { length: ROWS },
    (_, row) => `X-1,${row},r${row},P${row},2026-01-05,${PAD}`,
  );
  rows[1] = `X-1,1,"an "inner" quote",P1,2026-01-05,${PAD}`;
  const outcome = await at.load('sites.csv', siteCsv(...rows));
  expect(outcome).toMatchObject({ rows_read: ROWS, rows_accepted: ROWS - 1 });
  const [load] = at.loads('site');
  const folder = join(at.home, 'lake', 'site', `load=${load?.load_id}`);
  const [kept] = await query(
    `SELECT count(*)::INTEGER AS n, count(DISTINCT _row)::INTEGER AS rows FROM read_parquet('${folder}/part-*.parquet')`,
  );
  expect(kept).toEqual({ n: ROWS - 1, rows: ROWS - 1 });
}, 120_000);

test('keys that rise through pieces and then return are found, and no row is lost or doubled', async () => {
  const count = 60_000;
  const site = (row: number): string => String(row).padStart(6, '0');
  const pad = PAD.slice(0, 500);
  const rows = Array.from(
    { length: count },
    (_, row) => `X-1,${site(row)},r${row},P${row},2026-01-05,${pad}`,
  );
  const late = 45_000;
  rows[late] = `X-1,${site(7)},r7,P7,2026-01-05,${pad}`;
  const outcome = await at.load('sites.csv', siteCsv(...rows));
  expect(outcome).toMatchObject({ rows_read: count, rows_accepted: count - 1 });
  expect(await at.rows('site', '_row::INTEGER', 'rejected')).toEqual([late + 1]);
  const [load] = at.loads('site');
  const folder = join(at.home, 'lake', 'site', `load=${load?.load_id}`);
  const [kept] = await query(
    `SELECT count(DISTINCT _row)::INTEGER AS rows, count(DISTINCT site_id)::INTEGER AS sites, min(_row)::INTEGER AS first FROM read_parquet('${folder}/part-*.parquet')`,
  );
  expect(kept).toEqual({ rows: count - 1, sites: count - 1, first: 1 });
}, 120_000);
