import { type Grain, grains, type SemanticModel } from '../definitions/model.ts';
import type { Filter } from '../wire.ts';
import { martRelation, type Parameters } from './sql.ts';
import { dayAfter, dayBefore, daysOf, endOf, splitGrain } from './time.ts';

/** On which days the state of things is asked for: one, or the last of each period up to it. */
export interface Evaluation {
  /** ISO day: the only one, or the last of all. */
  readonly day: string;
  readonly each?: Grain;
  /** The first day that is asked for, if one is. */
  readonly first?: string;
}

/** Whether a dimension is the metrics' own time, at any grain. */
export function isMetricTime(name: string): boolean {
  return splitGrain(name)?.dimension === 'metric_time';
}

function latest(days: readonly (string | undefined)[]): string | undefined {
  return days
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
}

/** The first day that a filter on the time of a metric lets through, if it sets one. */
function firstDay({ dimension, op, values }: Filter): string | undefined {
  const grain = splitGrain(dimension)?.grain ?? 'day';
  const days = values.map((text) => daysOf(text, dimension));
  const [one] = days;
  if (one === undefined) return undefined;
  if (op === '=' || op === 'in') return days.map(({ first }) => first).sort()[0];
  if (op === '>') return dayAfter(endOf(grain, one.last));
  return op === '>=' ? dayAfter(endOf(grain, dayBefore(one.first))) : undefined;
}

/**
 * The last day that a filter on the time of a metric lets through, if it sets one; of several that are named, the last
 * one that has begun on `known`.
 */
function lastDay({ dimension, op, values }: Filter, known: string): string | undefined {
  const grain = splitGrain(dimension)?.grain ?? 'day';
  const end = (text: string) => endOf(grain, daysOf(text, dimension).last);
  const [value] = values;
  if (value === undefined) return undefined;
  if (op === '=' || op === 'in') {
    const begun = values.filter((text) => daysOf(text, dimension).first <= known);
    return latest((begun.length > 0 ? begun : values).map(end));
  }
  if (op === '<=') return end(value);
  return op === '<' ? dayBefore(daysOf(value, dimension).first) : undefined;
}

/** The first day that all filters on time let through, if one of them sets it. */
export function firstAsked(where: readonly Filter[]): string | undefined {
  return latest(where.filter(({ dimension }) => isMetricTime(dimension)).map(firstDay));
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
  const known = asOf === undefined ? dataAsOf : daysOf(asOf, 'asOf').last;
  const limits = where
    .filter(({ dimension }) => isMetricTime(dimension))
    .map((filter) => lastDay(filter, known < dataAsOf ? known : dataAsOf));
  const days = [dataAsOf, known, ...limits].filter((day) => day !== undefined);
  const first = firstAsked(where);
  return {
    day: [...days].sort()[0] ?? dataAsOf,
    ...(each ? { each } : {}),
    ...(first === undefined ? {} : { first }),
  };
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

/** More periods than anybody reads; what is not dated right would ask for a day of every year since. */
const mostPeriods = 4000;

/** What the engine says where a request comes to more periods than that. */
export const tooManyPeriods = 'more periods than are evaluated';

/**
 * A relation with the days of evaluation as `as_of`. Periods begin with the first that `time` falls in, or that is
 * asked for; there are none where the first day that is asked for is later than the last.
 */
export function daysSql(
  { mart }: SemanticModel,
  time: string | undefined,
  { day, each, first: asked }: Evaluation,
  scope: readonly string[],
  parameters: Parameters,
): string {
  const last = `cast(${parameters.bind(day)} as date)`;
  if (!each) {
    const none = asked !== undefined && asked > day ? ' where false' : '';
    return `(select ${last} as as_of${none}) as days`;
  }
  const seen = scope.length > 0 ? ` where ${scope.join(' and ')}` : '';
  const since = `(select min(cast(${time} as date)) from ${martRelation(mart)}${seen})`;
  const from =
    asked === undefined ? since : `greatest(${since}, cast(${parameters.bind(asked)} as date))`;
  const end = `cast(period + interval '1 ${each}' - interval '1 day' as date)`;
  return `(select distinct least(${end}, ${last}) as as_of
      from (select ${from} as since) as range,
        unnest(generate_series(
          case when date_diff('${each}', since, ${last}) >= ${mostPeriods} then error('${tooManyPeriods}')
            else date_trunc('${each}', cast(since as timestamp)) end,
          cast(${last} as timestamp), interval '1 ${each}')) as periods(period)) as days`;
}
