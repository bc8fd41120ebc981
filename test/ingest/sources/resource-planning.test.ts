import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resourcePlanning } from '../../../fixtures/native/resource-planning/system.ts';
import { counts, dayOf, deliverNative, type NativeHome, outcomesOf, rowsIn } from './native.ts';

describe('resource planning', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([resourcePlanning], 5);
  });
  afterAll(() => home.at.remove());

  test.each([0, 2, 3, 4])('delivery %i lands row for row, or is the one before', (at) => {
    const size = (file: RegExp): number => rowsIn(dayOf(home, at), file).length;
    const loaded = dayOf(home, at).outcomes.filter(({ outcome }) => outcome === 'loaded');
    const expected = [
      ['assignments.csv', `resource_assignment ${size(/^assign/)}/${size(/^assign/)}`],
      ['people.csv', `person ${size(/^people/)}/${size(/^people/)}`],
      ['timesheets.csv', `time_entry ${size(/^timesheets/)}/${size(/^timesheets/)}`],
    ].filter(([file]) => loaded.some((one) => one.file === file));
    expect(expected.length).toBeGreaterThan(0);
    expect(counts(loaded)).toEqual(expected.map(([, count]) => count).sort());
    const refused = dayOf(home, at).outcomes.filter(({ outcome }) => outcome === 'refused');
    expect(refused.map(({ file }) => file)).toEqual(at === 3 ? ['assignments.csv'] : []);
  });

  test('a table of tabs named .csv is read by its header line', () => {
    const people = rowsIn(dayOf(home, 1), /^people/, '\t');
    expect(people[0]).toHaveProperty('person_id');
    expect(counts(outcomesOf(dayOf(home, 1), /^people/))).toEqual([
      `person ${people.length}/${people.length}`,
    ]);
  });

  test('ids that went through a spreadsheet refuse their file', () => {
    const codes = [1, 3].map((day) => outcomesOf(dayOf(home, day), /^assignments/)[0]?.code);
    expect(codes).toEqual(['ZEROS_LOST', 'TYPE_CHANGED']);
  });

  test('ids that look like numbers stay text', async () => {
    const rows = rowsIn(dayOf(home, 0), /^assignments/);
    const [first] = home.at.loads('resource_assignment');
    const landed = await home.at.rows(
      'resource_assignment',
      `CASE WHEN _load_id = '${first?.load_id}' THEN site_id || ' ' || work_order END`,
    );
    const wanted = rows.map((row) => `${row.site_number} ${row.work_order}`).sort();
    expect(landed.filter((value) => value !== null).sort()).toEqual(wanted);
    expect(wanted.some((value) => /^0\d+ \d+E\d$/.test(value))).toBe(true);
  });
});
