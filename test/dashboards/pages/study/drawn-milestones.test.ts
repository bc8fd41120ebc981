import { expect, test } from 'vitest';
import { drawnMilestones } from '../../../../dashboards/pages/study/drawn-milestones.ts';

const row = (milestone_id: string, milestone_level: string, slip_days: number, late = false) => ({
  milestone_id,
  milestone_level,
  slip_days,
  is_past_due: late,
});

const idsOf = (rows: Parameters<typeof drawnMilestones>[0]) =>
  drawnMilestones(rows).map(({ milestone_id }) => milestone_id);

test('the study, what is past due anywhere, and the largest slip are drawn in the order given', () => {
  const rows = [
    row('site late', 'site', 5, true),
    row('study', 'study', 40),
    row('country', 'country', 12),
    row('site slipped', 'site', 63),
  ];
  expect(idsOf(rows)).toEqual(['site late', 'study', 'site slipped']);
});

test('without milestones of the study those of its countries lead', () => {
  const rows = [row('country', 'country', 1), row('site', 'site', 0)];
  expect(idsOf(rows)).toEqual(['country']);
});

test('when too many are past due the largest slips are kept', () => {
  const late = Array.from({ length: 30 }, (_, index) => row(`${index}`, 'site', index, true));
  const drawn = idsOf([row('study', 'study', 0), ...late]);
  expect(drawn).toHaveLength(25);
  expect(drawn).not.toContain('5');
});

test('nothing gives nothing', () => {
  expect(drawnMilestones([])).toEqual([]);
});
