import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { qualitySystem } from '../../../fixtures/native/quality-system/system.ts';
import { counts, dayOf, deliverNative, type NativeHome, outcomesOf, rowsIn } from './native.ts';

const FEEDS = {
  quality_tolerance_limits: 'quality_tolerance_limit',
  tolerance_evaluations: 'tolerance_evaluation',
  serious_breaches: 'issue',
  central_reviews: 'central_review',
  source_reviews: 'source_review',
  deviation_classifications: 'protocol_deviation',
  open_action_items: 'carried_action_item',
} as const;

describe('quality system', () => {
  let home: NativeHome;
  beforeAll(async () => {
    home = await deliverNative([qualitySystem], 1);
  });
  afterAll(() => home.at.remove());

  test.each(Object.entries(FEEDS))('%s lands in %s, row for row', (file, feed) => {
    const { length } = rowsIn(dayOf(home, 0), new RegExp(`^${file}`));
    expect(length).toBeGreaterThan(0);
    expect(counts(outcomesOf(dayOf(home, 0), new RegExp(`^${file}`)))).toEqual([
      `${feed} ${length}/${length}`,
    ]);
  });

  test('there is no other file', () => {
    expect(dayOf(home, 0).outcomes).toHaveLength(Object.keys(FEEDS).length);
  });

  test('an important deviation keeps its rationale, or its lack', async () => {
    const rows = rowsIn(dayOf(home, 0), /^deviation_classifications/);
    const missing = rows.filter((row) => row.important === 'Y' && row.rationale === '');
    expect(missing.length).toBeGreaterThan(0);
    const landed = await home.at.rows(
      'protocol_deviation',
      "CASE WHEN important_flag = 'true' AND rationale IS NULL THEN deviation_id END",
    );
    expect(landed.filter((id) => id !== null)).toEqual(missing.map((row) => row.deviation_id));
  });
});
