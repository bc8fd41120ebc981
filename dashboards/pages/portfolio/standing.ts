import { count, percent } from '../../format/number.ts';

export type Level = 'off_plan' | 'watch' | 'on_plan' | 'no_plan';

export const levelWords: Readonly<Record<Level, string>> = {
  off_plan: 'Off plan',
  watch: 'Watch',
  on_plan: 'On plan',
  no_plan: 'No plan',
};

/** What a study is judged by. Undefined is not judged; ratios are 1 when exactly as planned. */
export interface Measures {
  readonly enrollmentAttainment: number | undefined;
  readonly milestoneSlipDays: number | undefined;
  readonly milestonesPastDue: number | undefined;
  readonly overdueVisits: number | undefined;
  readonly overdueVisitDays: number | undefined;
  readonly reportTimeliness: number | undefined;
  readonly spendShareOfBudget: number | undefined;
}

interface Rule {
  /** How far off plan, in the rule's own unit; zero or less is as planned. */
  readonly deviation: (measures: Measures) => number | undefined;
  /** Beyond this the study is to watch. */
  readonly watch: number;
  /** Beyond this it is off plan; oversight measures alone never make it so. */
  readonly off?: number;
  /** Deviation that weighs one in the score. */
  readonly scale: number;
  readonly because: (deviation: number, measures: Measures) => string;
}

const rules: readonly Rule[] = [
  {
    deviation: ({ enrollmentAttainment: ratio }) => (ratio === undefined ? undefined : 1 - ratio),
    watch: 0.1,
    off: 0.2,
    scale: 0.2,
    because: (gap) => `enrolment ${percent(gap)} behind`,
  },
  {
    deviation: ({ milestoneSlipDays }) => milestoneSlipDays,
    watch: 30,
    off: 90,
    scale: 90,
    because: (days) => `milestone ${count(days, 'day')} late`,
  },
  {
    deviation: ({ milestonesPastDue }) => milestonesPastDue,
    watch: 0,
    scale: 10,
    because: (milestones) => `${count(milestones, 'milestone')} past due`,
  },
  {
    deviation: ({ overdueVisitDays }) => overdueVisitDays,
    watch: 0,
    scale: 90,
    because: (days, { overdueVisits = 0 }) =>
      `${count(overdueVisits, 'visit')} overdue by up to ${count(days, 'day')}`,
  },
  {
    deviation: ({ reportTimeliness: ratio }) => (ratio === undefined ? undefined : 1 - ratio),
    watch: 0.1,
    scale: 0.5,
    because: (late) => `${percent(late)} of reports late`,
  },
  {
    deviation: ({ spendShareOfBudget: ratio }) => (ratio === undefined ? undefined : ratio - 1),
    watch: 0.05,
    off: 0.15,
    scale: 0.15,
    because: (over) => `spend ${percent(over)} over budget`,
  },
];

export interface Standing {
  readonly level: Level;
  /** Sum over the reasons of deviation by scale; orders studies of one level. */
  readonly score: number;
  readonly reasons: readonly string[];
}

const cap = 10;
const rounding = 1e-9;

function isBeyond(deviation: number, limit: number): boolean {
  return deviation > limit + rounding;
}

/** Judges a study by its worst measure; the reasons are every measure beyond its watch limit. */
export function judge(measures: Measures): Standing {
  const judged = rules.flatMap((rule) => {
    const deviation = rule.deviation(measures);
    return deviation === undefined ? [] : [{ rule, deviation }];
  });
  const reasons = judged
    .filter(({ rule, deviation }) => isBeyond(deviation, rule.watch))
    .map(({ rule, deviation }) => ({
      isOff: rule.off !== undefined && isBeyond(deviation, rule.off),
      weight: Math.min(cap, deviation / rule.scale),
      text: rule.because(deviation, measures),
    }))
    .sort((a, b) => b.weight - a.weight);
  const level = reasons.some(({ isOff }) => isOff)
    ? 'off_plan'
    : reasons.length > 0
      ? 'watch'
      : judged.length > 0
        ? 'on_plan'
        : 'no_plan';
  return {
    level,
    score: reasons.reduce((sum, { weight }) => sum + weight, 0),
    reasons: reasons.map(({ text }) => text),
  };
}

export const standingNote =
  'A study is off plan beyond any of: enrolment 20% behind plan to date, a milestone 90 days behind ' +
  'its baseline, spend 15% over budget to date. It is to watch beyond 10%, 30 days or 5%, with any ' +
  'milestone past due, any monitoring visit overdue, or with more than 10% of visit reports late.';
