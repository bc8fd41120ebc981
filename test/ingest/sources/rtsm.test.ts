import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rtsm, rtsmUnblinded } from '../../../fixtures/native/rtsm/system.ts';
import { counts, dayOf, deliverNative, type NativeHome, outcomesOf, rowsIn } from './native.ts';

const BLINDED = ['rtsm_subject', 'randomization', 'dispensation', 'kit', 'shipment'];

describe('RTSM', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([rtsm, rtsmUnblinded], 5);
  });
  afterAll(() => home.at.remove());

  test.each([0, 1, 2, 3, 4])('delivery %i lands row for row', (at) => {
    const size = (file: RegExp): number => rowsIn(dayOf(home, at), file).length;
    const randomized = rowsIn(dayOf(home, at), /^subjects/).filter(
      (row) => row.RANDOMIZATION_NO !== '',
    );
    const expected = [
      `dispensation ${size(/^dispensations/)}/${size(/^dispensations/)}`,
      `kit ${size(/^kits/)}/${size(/^kits/)}`,
      `shipment ${size(/^shipments/)}/${size(/^shipments/)}`,
      `rtsm_subject ${size(/^subjects/)}/${size(/^subjects/)}`,
      `randomization ${randomized.length}/${randomized.length}`,
      `kit_content ${size(/^kit_list/)}/${size(/^kit_list/)}`,
      `treatment_assignment ${size(/^randomization_list/)}/${size(/^randomization_list/)}`,
    ];
    expect(randomized.length).toBeGreaterThan(0);
    expect(counts(dayOf(home, at).outcomes)).toEqual(expected.sort());
  });

  test('an arm that slipped into a blinded file is named and never landed', async () => {
    const rows = rowsIn(dayOf(home, 3), /^dispensations/);
    expect(rows[0]).toHaveProperty('TREATMENT_ARM');
    const [outcome] = outcomesOf(dayOf(home, 3), /^dispensations/);
    expect(outcome?.messages.join()).toContain('TREATMENT_ARM');
    const load = home.at.loads('dispensation').find(({ load_id }) => load_id === outcome?.load_id);
    expect(load?.dropped_columns).toEqual(['TREATMENT_ARM']);
    const extra = await home.at.rows('dispensation', '_extra');
    expect(extra.filter((text) => /arm/i.test(String(text)))).toEqual([]);
  });

  test('no blinded feed holds an arm, a content or a remark of a site', async () => {
    const arms = new Set(rowsIn(dayOf(home, 0), /^randomization_list/).map((row) => row.ARM_NAME));
    expect(arms.size).toBeGreaterThan(1);
    for (const feed of BLINDED) {
      const rows = await home.at.rows(feed, 'to_json(COLUMNS(*))::VARCHAR');
      const told = rows.filter((row) =>
        [...arms].some((arm) => JSON.stringify(row).includes(String(arm))),
      );
      expect(told, feed).toEqual([]);
    }
    expect(outcomesOf(dayOf(home, 0), /^comments/).map(({ outcome }) => outcome)).toEqual([
      'ignored',
    ]);
    expect(existsSync(join(home.at.home, 'lake/subject'))).toBe(false);
  });
});
