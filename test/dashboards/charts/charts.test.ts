import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { enrollmentChart } from '../../../dashboards/charts/enrollment.ts';
import type { Drawing } from '../../../dashboards/charts/frame.ts';
import { milestoneChart } from '../../../dashboards/charts/milestones.ts';
import { spendChart } from '../../../dashboards/charts/spend.ts';
import { timelinessChart } from '../../../dashboards/charts/timeliness.ts';
import { expectGolden } from '../golden.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const frame = { width: 640, document };
const asOf = '2026-03-31';

const enrollment = enrollmentChart(
  [
    { month: '2026-01', enrolled: 3, planned: 4 },
    { month: '2026-02', enrolled: 9, planned: 10.5 },
    { month: '2026-03', enrolled: 12, planned: 18 },
    { month: '2026-04', enrolled: undefined, planned: 26 },
  ],
  { ...frame, asOf },
);

const spend = spendChart(
  [
    { month: '2026-02', actual: 120_000, budget: 100_000 },
    { month: '2026-03', actual: 80_000.55, budget: undefined },
    { month: '2026-04', actual: undefined, budget: 110_000 },
  ],
  { ...frame, currency: 'EUR' },
);

const milestones = milestoneChart(
  [
    {
      label: 'First patient in',
      baseline: '2025-06-01',
      current: '2025-07-15',
      isDone: true,
      isPastDue: false,
      slipDays: 44,
    },
    {
      label: 'Last patient in',
      baseline: '2026-02-01',
      current: '2026-03-01',
      isDone: false,
      isPastDue: true,
      slipDays: 58,
    },
    {
      label: 'Database lock',
      baseline: undefined,
      current: '2026-12-01',
      isDone: false,
      isPastDue: false,
      slipDays: undefined,
    },
  ],
  { ...frame, asOf },
);

const timeliness = timelinessChart({ onTime: 30, late: 8, overdue: 2 }, frame);

const drawings: readonly (readonly [string, Drawing])[] = [
  ['enrollment', enrollment],
  ['spend', spend],
  ['milestones', milestones],
  ['timeliness', timeliness],
];

describe.each(drawings)('%s chart', (name, { svg, points, apply }) => {
  test('draws what it drew before', () => {
    expectGolden(`${name}.svg`, svg.outerHTML);
  });

  test('puts no name on groups that may not have one', () => {
    expect(svg.querySelectorAll('[aria-label], [aria-description]')).toHaveLength(0);
  });

  test('places every point inside the picture', () => {
    for (const point of points) {
      expect(apply('x', point.x)).toBeGreaterThanOrEqual(0);
      expect(apply('x', point.x)).toBeLessThanOrEqual(frame.width);
      expect(Number.isFinite(apply('y', point.y))).toBe(true);
    }
  });
});

test('the enrolment curve is read month by month, plan alone after today', () => {
  expect(enrollment.points.map(({ text }) => text)).toEqual([
    '2026-01: 3 enrolled, 4 planned',
    '2026-02: 9 enrolled, 10.5 planned',
    '2026-03: 12 enrolled, 18 planned',
    '2026-04: 26 planned',
  ]);
});

test('spend says what is missing', () => {
  expect(spend.points.map(({ text }) => text)).toEqual([
    '2026-02: EUR 120 k spent, EUR 100 k budgeted',
    '2026-03: EUR 80.0 k spent, no budget',
    '2026-04: nothing posted, EUR 110 k budgeted',
  ]);
});

test('milestones tell baseline, state and slip', () => {
  expect(milestones.points.map(({ text }) => text)).toEqual([
    'First patient in: baseline 2025-06-01, done 2025-07-15, +44 days',
    'Last patient in: baseline 2026-02-01, past due 2026-03-01, +58 days',
    'Database lock: baseline none, open 2026-12-01',
  ]);
});

test('report shares are out of all reports due', () => {
  expect(timeliness.points.map(({ text }) => text)).toEqual([
    'On time: 30 of 40 (75%)',
    'Late: 8 of 40 (20%)',
    'Overdue: 2 of 40 (5%)',
  ]);
});

test('months without any rows draw an empty frame rather than fail', () => {
  expect(enrollmentChart([], { ...frame, asOf }).points).toEqual([]);
  expect(milestoneChart([], { ...frame, asOf }).points).toEqual([]);
  expect(spendChart([], { ...frame, currency: 'EUR' }).points).toEqual([]);
});
