import { describe, expect, test } from 'vitest';
import { judge, type Measures } from '../../../../dashboards/pages/portfolio/standing.ts';

const unknown: Measures = {
  enrollmentAttainment: undefined,
  milestoneSlipDays: undefined,
  milestonesPastDue: undefined,
  overdueVisits: undefined,
  overdueVisitDays: undefined,
  reportTimeliness: undefined,
  spendShareOfBudget: undefined,
};

describe('judge', () => {
  test('nothing known is no plan', () => {
    expect(judge(unknown)).toEqual({ level: 'no_plan', score: 0, reasons: [] });
  });

  test.each([
    [1.05, 'on_plan'],
    [0.91, 'on_plan'],
    [0.9, 'on_plan'],
    [0.89, 'watch'],
    [0.8, 'watch'],
    [0.79, 'off_plan'],
  ])('enrolment at %d of plan is %s', (enrollmentAttainment, level) => {
    expect(judge({ ...unknown, enrollmentAttainment }).level).toBe(level);
  });

  test('the worst measure decides, every measure beyond its limit is a reason', () => {
    const standing = judge({
      enrollmentAttainment: 0.7,
      milestoneSlipDays: 45,
      milestonesPastDue: 2,
      overdueVisits: 3,
      overdueVisitDays: 12,
      reportTimeliness: 0.97,
      spendShareOfBudget: 1.2,
    });
    expect(standing.level).toBe('off_plan');
    expect(standing.reasons).toEqual([
      'enrolment 30% behind',
      'spend 20% over budget',
      'milestone 45 days late',
      '2 milestones past due',
      '3 visits overdue by up to 12 days',
    ]);
  });

  test('oversight alone is to watch, however bad', () => {
    const late = { ...unknown, overdueVisits: 9, overdueVisitDays: 400, reportTimeliness: 0 };
    expect(judge(late).level).toBe('watch');
  });

  test('a milestone past due is to watch, none is no reason', () => {
    const standing = (milestonesPastDue: number) => judge({ ...unknown, milestonesPastDue });
    expect(standing(1)).toMatchObject({ level: 'watch', reasons: ['1 milestone past due'] });
    expect(standing(0)).toMatchObject({ level: 'on_plan', reasons: [] });
  });

  test('being early or under budget is no reason', () => {
    const early = { ...unknown, milestoneSlipDays: -40, spendShareOfBudget: 0.4 };
    expect(judge(early)).toEqual({ level: 'on_plan', score: 0, reasons: [] });
  });

  test('worse scores higher', () => {
    const score = (enrollmentAttainment: number) =>
      judge({ ...unknown, enrollmentAttainment }).score;
    expect(score(0.4)).toBeGreaterThan(score(0.6));
  });
});
