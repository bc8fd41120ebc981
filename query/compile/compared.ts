import type { Viewer } from '../access/viewer.ts';
import type { Catalog } from '../definitions/catalog.ts';
import { type Grain, grains, type Metric } from '../definitions/model.ts';
import { QueryError } from '../errors.ts';
import {
  type Comparison,
  type Filter,
  type MetricsRequest,
  type ResultColumn,
  reasonSuffix,
} from '../wire.ts';
import { evaluationOf, isMetricTime } from './evaluation.ts';
import { type Compiled, compileMetrics, type Setting } from './metrics.ts';
import { orderBy } from './order.ts';
import { Parameters, quoted } from './sql.ts';
import { dayBefore, daysBefore, monthBefore, splitGrain, truncated } from './time.ts';

const words: Readonly<Record<Comparison, string>> = {
  plan: 'plan',
  baseline: 'baseline',
  previous: 'previous period',
};

/** The metric that tells what another one is held to. */
function companion(catalog: Catalog, metric: Metric, comparison: 'plan' | 'baseline'): Metric {
  const name = metric[comparison];
  if (name !== undefined) return catalog.metric(name);
  const known = [...catalog.metrics.values()].filter((one) => one[comparison] !== undefined);
  throw new QueryError(
    'QUERY_NOT_COMPARABLE',
    `The metric "${metric.name}" has no ${comparison} to be compared with.`,
    { hint: `These have: ${known.map((one) => one.name).join(', ') || 'none'}.` },
  );
}

/**
 * The request of the period before: the same range of days just before the first, where a first is asked for,
 * else everything up to a month earlier. Cut by time, each period is matched with the one before it instead.
 */
function previousRequest(
  request: MetricsRequest,
  grain: Grain | undefined,
  dataAsOf: string,
): MetricsRequest {
  const asked = request.where ?? [];
  const where = asked.filter(({ dimension }) => !isMetricTime(dimension));
  if (grain) return { ...request, where };
  const { day, first } = evaluationOf([], asked, request.asOf, dataAsOf);
  if (first === undefined) return { ...request, where, asOf: monthBefore(day) };
  const last = dayBefore(first);
  const from: Filter = {
    dimension: 'metric_time',
    op: '>=',
    values: [daysBefore(last, first, day)],
  };
  return { ...request, where: [...where, from], asOf: last };
}

interface Compared {
  readonly from: 'now' | 'before';
  readonly metric: string;
  readonly column: ResultColumn;
}

/**
 * Metrics beside what they are held to: `<metric>__plan`, `<metric>__baseline`, `<metric>__previous`, each with its
 * reason where it has no value.
 *
 * @throws QueryError QUERY_NOT_COMPARABLE for a metric without a plan or baseline.
 */
export function compileCompared(
  catalog: Catalog,
  request: MetricsRequest,
  viewer: Viewer,
  setting: Setting,
): Compiled {
  const { compare = [], order = [], limit, ...rest } = request;
  if (compare.length === 0) return compileMetrics(catalog, request, viewer, setting);
  const metrics = [...new Set(request.metrics.flatMap((name) => catalog.find(name)))];
  const by = [...new Set(request.by ?? [])];
  const held = metrics.flatMap((metric) =>
    compare.flatMap((comparison) =>
      comparison === 'previous' ? [] : [companion(catalog, metric, comparison).name],
    ),
  );
  const parameters = new Parameters();
  const names = metrics.map(({ name }) => name);
  const inner = { ...rest, metrics: [...new Set([...names, ...held])] };
  const now = compileMetrics(catalog, inner, viewer, setting, parameters);
  const columnOf = (metric: string): ResultColumn => {
    const column = now.columns.find(({ name }) => name === metric);
    if (column) return column;
    throw new TypeError(`metric ${metric} has no column`);
  };
  const compared = metrics.flatMap((metric) => [
    { from: 'now' as const, metric: metric.name, column: columnOf(metric.name) },
    ...[...new Set(compare)].map((comparison): Compared => {
      const isPrevious = comparison === 'previous';
      const other = isPrevious ? metric.name : companion(catalog, metric, comparison).name;
      const name = `${metric.name}__${comparison}`;
      const label = `${metric.label}, ${words[comparison]}`;
      const from = isPrevious ? 'before' : 'now';
      return { from, metric: other, column: { ...columnOf(other), name, label } };
    }),
  ]);
  const tables = [`now as (\n${now.sql}\n)`];
  let joined = '';
  let groups = by.map((name) => `now.${quoted(name)}`);
  const isPrevious = compare.includes('previous');
  if (isPrevious) {
    const grain = grainOf(by);
    const asked = previousRequest({ ...rest, metrics: names }, grain, setting.dataAsOf);
    const before = compileMetrics(catalog, asked, viewer, setting, parameters);
    const nothing = compileMetrics(catalog, ofNothing(inner), viewer, setting, parameters);
    tables[0] = `now as (\nselect *, true as ${present} from (\n${now.sql}\n))`;
    tables.push(
      `before as (\n${followed(before.sql, by, grain)}\n)`,
      `nothing as (\n${nothing.sql}\n)`,
    );
    const matches = by.map((name) => `${quoted(name)} is not distinct from before.${quoted(name)}`);
    joined = `full join before on ${matches.map((one) => `now.${one}`).join(' and ') || 'true'} cross join nothing`;
    groups = by.map(
      (name) => `case when now.${present} then now.${quoted(name)} else before.${quoted(name)} end`,
    );
  }
  const value = (from: Compared['from'], name: string): string =>
    isPrevious
      ? `case when ${from}.${present} then ${from}.${quoted(name)} else nothing.${quoted(name)} end`
      : `${from}.${quoted(name)}`;
  const selected = [
    ...by.map((name, index) => `${groups[index]} as ${quoted(name)}`),
    ...compared.flatMap(({ from, metric, column }) => [
      `${value(from, metric)} as ${quoted(column.name)}`,
      `${value(from, metric + reasonSuffix)} as ${quoted(column.name + reasonSuffix)}`,
    ]),
  ];
  const dimensions = now.columns.filter(({ name }) => by.includes(name));
  const columns = [...dimensions, ...compared.map(({ column }) => column)];
  const sql = [
    `with ${tables.join(',\n')}`,
    `select ${selected.join(',\n  ')}`,
    `from now ${joined}`,
    ...orderBy(order, columns, by),
    ...(limit === undefined ? [] : [`limit ${parameters.bind(limit)}`]),
  ].join('\n');
  return { sql, values: parameters.values, columns };
}

/** The finest grain of time that a request is cut by. */
function grainOf(by: readonly string[]): Grain | undefined {
  const asked = by.filter(isMetricTime).map((name) => splitGrain(name)?.grain);
  return grains.find((grain) => asked.includes(grain));
}

/** A metrics request that no row answers: what its metrics are where there is nothing. */
function ofNothing({ metrics }: MetricsRequest): MetricsRequest & { isOfNothing: true } {
  return { metrics, isOfNothing: true };
}

/** Column that is true in rows which a period has itself. */
const present = quoted('is there');

/**
 * Totals of periods as those of the periods that follow them, as far as these are asked for: a group that only the
 * period before has belongs to the answer, a period that nothing is asked of does not.
 */
function followed(sql: string, by: readonly string[], grain: Grain | undefined): string {
  if (!grain) return `select *, true as ${present} from (\n${sql}\n)`;
  const times = by.filter(isMetricTime);
  const finest = quoted(times.find((name) => splitGrain(name)?.grain === grain) ?? '');
  const next = `${finest} + interval '1 ${grain}'`;
  const shifted = times.map(
    (name) => `${truncated(next, splitGrain(name)?.grain ?? grain)} as ${quoted(name)}`,
  );
  return `select * from (
  select * replace (${shifted.join(', ')}), true as ${present} from (\n${sql}\n)
) where ${finest} in (select ${finest} from now)`;
}
