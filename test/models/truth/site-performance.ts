import { classes, type Door, type Row, viewerFor } from '@portolan/query';

/** Columns of the mart and the metric of a site that each is. */
const rates = {
  enrollment_rate_per_month: 'enrollment_rate',
  screen_failure_rate: 'screen_failure_rate',
  dropout_rate: 'dropout_rate',
} as const;

/** Cycles of the mart and the metric that is their Kaplan-Meier median, in days of as many. */
const cycles = {
  start_up: ['site_start_up_weeks_kaplan_meier', 7],
  activation: ['site_activation_days_kaplan_meier', 1],
  contract: ['site_contract_days_kaplan_meier', 1],
  ethics: ['site_ethics_days_kaplan_meier', 1],
  first_subject: ['first_subject_days_kaplan_meier', 1],
} as const;

interface Followed {
  readonly days: number;
  readonly isCensored: boolean;
}

/** The shortest time by which the estimated share still under way is at most one half. */
function kaplanMeierMedian(followed: readonly Followed[]): number | undefined {
  let share = 1;
  for (const time of [...new Set(followed.map(({ days }) => days))].sort((a, b) => a - b)) {
    const atRisk = followed.filter(({ days }) => days >= time).length;
    const ended = followed.filter(({ days, isCensored }) => days === time && !isCensored).length;
    share *= 1 - ended / atRisk;
    if (share <= 0.5 + 1e-12) return time;
  }
  return undefined;
}

const numberOf = (value: unknown): number | undefined =>
  value === null || value === undefined ? undefined : Number(value);

const differs = (a: number | undefined, b: number | undefined): boolean =>
  a === undefined || b === undefined ? a !== b : Math.abs(a - b) > 1e-9 * Math.max(1, Math.abs(b));

/** What the rows of site_performance tell otherwise than the metrics that they are named after. */
export async function untiedSites(door: Door): Promise<string[]> {
  const viewer = { ...viewerFor('clinical_operations', 'comparison'), classes: [...classes] };
  const columns = [
    ...Object.keys(rates),
    'enrollment_rate_shrunk',
    ...Object.keys(cycles).flatMap((cycle) => [`${cycle}_days_at_risk`, `is_${cycle}_censored`]),
  ];
  const ask = async (metrics: readonly string[], by: string[]): Promise<Map<string, Row>> => {
    const answer = await door.query({ metrics: ['sites', ...metrics], by }, viewer);
    return new Map(answer.rows().map((row) => [by.map((name) => row[name]).join('|'), row]));
  };
  const listed = await door.query(
    { list: 'site_performance', columns: ['study_id', 'site_id', ...columns] },
    viewer,
  );
  const rows = listed.rows();
  const ofSites = await ask(Object.values(rates), ['study', 'site']);
  const shrunk = await ask(['shrunk_rate', 'promised_rate'], ['study', 'site']);
  const ofStudies = await ask(
    Object.values(cycles).map(([metric]) => metric),
    ['study'],
  );
  const untied: string[] = [];
  for (const row of rows) {
    const place = `${row.study_id}|${row.site_id}`;
    for (const [column, metric] of Object.entries(rates)) {
      const told = numberOf(ofSites.get(place)?.[metric]);
      if (differs(numberOf(row[column]), told))
        untied.push(`${place} ${column}: ${row[column]}, the metric is ${told}`);
    }
    const ofPromise = shrunk.get(place);
    if (Number(ofPromise?.promised_rate ?? 0) > 0) {
      const told = numberOf(ofPromise?.shrunk_rate);
      if (differs(numberOf(row.enrollment_rate_shrunk), told))
        untied.push(
          `${place} enrollment_rate_shrunk: ${row.enrollment_rate_shrunk}, the metric is ${told}`,
        );
    }
  }
  for (const [study, told] of ofStudies)
    for (const [cycle, [metric, unit]] of Object.entries(cycles)) {
      const followed = rows
        .filter((row) => row.study_id === study && row[`${cycle}_days_at_risk`] !== null)
        .map((row) => ({
          days: Number(row[`${cycle}_days_at_risk`]),
          isCensored: row[`is_${cycle}_censored`] === true,
        }));
      const days = kaplanMeierMedian(followed);
      const value = numberOf(told[metric]);
      if (differs(days, value === undefined ? undefined : value * unit))
        untied.push(`${study} ${cycle}: ${days}, the metric is ${value}`);
    }
  return untied;
}
