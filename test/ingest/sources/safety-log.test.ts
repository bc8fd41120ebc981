import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { safetyLog } from '../../../fixtures/native/safety/log.ts';
import { counts, dayOf, deliverNative, type NativeHome, rowsIn } from './native.ts';

describe('safety log', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([safetyLog], 5);
  });
  afterAll(() => home.at.remove());

  test.each([0, 1, 2, 3, 4])('delivery %i lands row for row', (at) => {
    const cases = rowsIn(dayOf(home, at), /^cases/).length;
    const submissions = rowsIn(dayOf(home, at), /^submissions/).length;
    expect(counts(dayOf(home, at).outcomes)).toEqual([
      `safety_case ${cases}/${cases}`,
      `safety_submission ${submissions}/${submissions}`,
    ]);
  });

  test('a stamp keeps its offset, and its day is the one written', async () => {
    const rows = await home.at.rows('safety_case', "received_at || ' ' || received_date");
    expect(rows.length).toBeGreaterThan(100);
    for (const row of rows) {
      expect(row).toMatch(/^(\d{4}-\d\d-\d\d)T\d\d:\d\d[+-]\d\d:\d\d \1$/);
    }
  });

  test('a nullified case is told as such', async () => {
    const rows = rowsIn(dayOf(home, 4), /^cases/);
    const statuses = new Set(rows.map((row) => row.status));
    expect(statuses.size).toBeGreaterThan(1);
    const nullified = rows.filter((row) => row.status !== 'Valid').length;
    const [load] = home.at.loads('safety_case').slice(-1);
    const flags = await home.at.rows(
      'safety_case',
      `CASE WHEN _load_id = '${load?.load_id}' THEN is_nullified END`,
    );
    expect(flags.filter((flag) => flag === 'true')).toHaveLength(nullified);
  });
});
