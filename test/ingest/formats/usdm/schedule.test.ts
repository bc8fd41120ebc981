import { describe, expect, test } from 'vitest';
import { type Json, parseJson } from '../../../../ingest/formats/json-tree.ts';
import { offsetsIn, wholeDays } from '../../../../ingest/formats/usdm/schedule.ts';

const timings = (list: readonly object[]): Json[] => {
  const parsed = parseJson(JSON.stringify(list));
  return 'value' in parsed && Array.isArray(parsed.value) ? parsed.value : [];
};

const timing = (
  from: string,
  type: string,
  value: string,
  to: string,
  relation = 'Start to Start',
) => ({
  type: { decode: type },
  value,
  relativeToFrom: { decode: relation },
  relativeFromScheduledInstanceId: from,
  relativeToScheduledInstanceId: to,
});

describe('a schedule in days', () => {
  test.each([
    ['P14D', 14],
    ['P2W', 14],
    ['P1W3D', 10],
    ['-P3D', -3],
    ['PT0H', 0],
    ['PT48H', 2],
    ['PT4H', undefined],
    ['P1M', undefined],
    ['P1Y', undefined],
    ['P', undefined],
    ['P1DT', undefined],
    ['2 weeks', undefined],
    [null, undefined],
  ])('%s', (duration, days) => {
    expect(wholeDays(duration)).toBe(days);
  });

  test('days count from the fixed reference, along a chain', () => {
    const offset = offsetsIn(
      timings([
        timing('a', 'Before', 'P2W', 'base'),
        timing('base', 'Fixed Reference', 'P1D', 'base'),
        timing('b', 'After', 'P2W', 'base'),
        timing('c', 'After', 'P3D', 'b'),
      ]),
    );
    expect(['a', 'base', 'b', 'c', 'x'].map(offset)).toEqual([-14, 0, 14, 17, undefined]);
  });

  test('a circle, two timings of one instance, or an end as reference come to no day', () => {
    const offset = offsetsIn(
      timings([
        timing('a', 'After', 'P1D', 'b'),
        timing('b', 'After', 'P1D', 'a'),
        timing('base', 'Fixed Reference', 'P0D', 'base'),
        timing('c', 'After', 'P1D', 'base'),
        timing('c', 'After', 'P2D', 'base'),
        timing('d', 'After', 'P1D', 'base', 'End to Start'),
        timing('e', 'Sometime', 'P1D', 'base'),
      ]),
    );
    expect(['a', 'c', 'd', 'e'].map(offset)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
