import { type Grain, grains, type SemanticModel } from '../definitions/model.ts';
import type { Filter } from '../wire.ts';
import { martRelation, type Parameters } from './sql.ts';
import { dayBefore, daysOf, endOf, splitGrain } from './time.ts';

/** On which days the state of things is asked for: one, or the last of each period up to it. */
export interface Evaluation {
  /** ISO day: the only one, or the last of all. */
  readonly day: string;
  readonly each?: Grain;
}

/** Whether a dimension is the metrics' own time, at any grain. */
export function isMetricTime(name: string): boolean {
  return splitGrain(name)?.dimension === 'metric_time';
}

function latest(days: readonly string[]): string {
  return [...days].sort().at(-1) ?? '';
}

/** The last day that a filter on the time of a metric lets through, if it sets one. */
function lastDay({ dimension, op, values }: Filter): string | undefined {
  const grain = splitGrain(dimension)?.grain ?? 'day';
  const end = (text: string) => endOf(grain, daysOf(text, dimension).last);
  const [value] = values;
  if (value === undefined) return undefined;
  if (op === '=' || op === 'in') return latest(values.map(end));
  if (op === '<=') return end(value);
  return op === '<' ? dayBefore(daysOf(value, dimension).first) : undefined;
}

/**
 * The days of a request: of its periods of time where it is cut by them, else the last day that it asks for,
 * none later than `dataAsOf`, for nothing is known of the days after.
 */
export function evaluationOf(
  by: readonly string[],
  where: readonly Filter[],
  asOf: string | undefined,
  dataAsOf: string,
): Evaluation {
  const asked = by.filter(isMetricTime).map((name) => splitGrain(name)?.grain ?? 'day');
  const each = grains.find((grain) => asked.includes(grain));
  const limits = each ? [] : where.filter(({ dimension }) => isMetricTime(dimension)).map(lastDay);
  const asOfDay = asOf === undefined ? dataAsOf : daysOf(asOf, 'asOf').last;
  const days = [dataAsOf, asOfDay, ...limits].filter((day) => day !== undefined);
  return { day: [...days].sort()[0] ?? dataAsOf, ...(each ? { each } : {}) };
}

/** Filters that hold for the rows of a semantic model: where it is evaluated on one day, those of time have set the day. */
export function rowFilters(
  where: readonly Filter[],
  { isEvaluated }: SemanticModel,
  { each }: Evaluation,
): readonly Filter[] {
  if (!isEvaluated || each) return where;
  return where.filter(({ dimension }) => !isMetricTime(dimension));
}

/** A relation with the days of evaluation as `as_of`; periods begin with the first that `time` falls in. */
export function daysSql(
  { mart }: SemanticModel,
  time: string | undefined,
  { day, each }: Evaluation,
  scope: readonly string[],
  parameters: Parameters,
): string {
  const last = `cast(${parameters.bind(day)} as date)`;
  if (!each) return `(select ${last} as as_of) as days`;
  const seen = scope.length > 0 ? ` where ${scope.join(' and ')}` : '';
  const first = `(select date_trunc('${each}', min(cast(${time} as timestamp))) from ${martRelation(mart)}${seen})`;
  const periods = `generate_series(${first}, cast(${last} as timestamp), interval '1 ${each}')`;
  const end = `cast(period + interval '1 ${each}' - interval '1 day' as date)`;
  return `(select distinct least(${end}, ${last}) as as_of from unnest(${periods}) as periods(period)) as days`;
}
