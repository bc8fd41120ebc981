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
