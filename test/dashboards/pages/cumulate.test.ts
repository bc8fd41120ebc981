import { expect, test } from 'vitest';
import { cumulate, isFlat, undated } from '../../../dashboards/pages/cumulate.ts';

const increment = (month: string, enrolled: number | null, planned: string | null) => ({
  month,
  subjects_enrolled: enrolled,
  planned_enrolled_total: planned,
});

test('running totals fill gaps, stop enrolment today and the plan with its last month', () => {
  const rows = [
    increment('2026-05-01', null, '2.5'),
    increment('2026-01-01', 3, '2.5'),
    increment('2026-03-01', 1, '0'),
  ];
  expect(cumulate(rows, '2026-03-31')).toEqual([
    { month: '2026-01', enrolled: 3, planned: 2.5 },
    { month: '2026-02', enrolled: 3, planned: 2.5 },
    { month: '2026-03', enrolled: 4, planned: 2.5 },
    { month: '2026-04', enrolled: undefined, planned: 2.5 },
    { month: '2026-05', enrolled: undefined, planned: 5 },
  ]);
});

test('a study without a plan has no plan line', () => {
  const [month] = cumulate([increment('2026-01-01', 3, null)], '2026-01-31');
  expect(month).toEqual({ month: '2026-01', enrolled: 3, planned: undefined });
});

test('nothing gives nothing', () => {
  expect(cumulate([], '2026-03-31')).toEqual([]);
});

test('subjects without a date are counted, and in no month', () => {
  const rows = [increment('2026-01-01', 3, '2.5'), { month: null, subjects_enrolled: 7 }];
  expect(undated(rows)).toBe(7);
  expect(cumulate(rows, '2026-01-31')).toHaveLength(1);
  expect(undated([])).toBe(0);
});

test('a curve without any subject is flat', () => {
  expect(isFlat(cumulate([increment('2026-01-01', 0, null)], '2026-03-31'))).toBe(true);
  expect(isFlat(cumulate([increment('2026-01-01', 0, '1')], '2026-03-31'))).toBe(false);
});
