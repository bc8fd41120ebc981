import { describe, expect, test } from 'vitest';
import { daysOf, endOf, monthBefore, splitGrain } from '../../../query/compile/time.ts';

describe('daysOf', () => {
  test.each([
    ['2026', '2026-01-01', '2026-12-31'],
    ['2026-02', '2026-02-01', '2026-02-28'],
    ['2028-02', '2028-02-01', '2028-02-29'],
    ['2026-12', '2026-12-01', '2026-12-31'],
    [' 2026-03-14 ', '2026-03-14', '2026-03-14'],
  ])('%s', (text, first, last) => {
    expect(daysOf(text, 'month')).toEqual({ first, last });
  });

  test.each(['', '2026-13', '2026-02-30', '26-01-01', '2026-1-1', 'today', '2026-01-01T00:00:00Z'])(
    '"%s" is refused without being repeated',
    (text) => {
      expect(() => daysOf(text, 'month')).toThrow(
        '"month" is compared with something that is not a date',
      );
    },
  );
});

test('names of time dimensions', () => {
  expect(splitGrain('month')).toEqual({ dimension: 'metric_time', grain: 'month' });
  expect(splitGrain('metric_time')).toEqual({ dimension: 'metric_time', grain: 'day' });
  expect(splitGrain('event_date__quarter')).toEqual({ dimension: 'event_date', grain: 'quarter' });
  expect(splitGrain('event_date__hour')).toBeUndefined();
  expect(splitGrain('country')).toBeUndefined();
});

test.each([
  ['2026-03-31', '2026-02-28'],
  ['2026-02-28', '2026-01-31'],
  ['2026-03-30', '2026-02-28'],
  ['2026-01-15', '2025-12-15'],
])('the month before %s is up to %s', (day, before) => {
  expect(monthBefore(day)).toBe(before);
});

test.each([
  ['week', '2026-03-31', '2026-04-05'],
  ['week', '2026-04-05', '2026-04-05'],
  ['month', '2024-02-10', '2024-02-29'],
  ['quarter', '2026-05-01', '2026-06-30'],
  ['year', '2026-05-01', '2026-12-31'],
] as const)('the %s of %s ends on %s', (grain, day, end) => {
  expect(endOf(grain, day)).toBe(end);
});
