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
import { dayBefore, daysBefore, daysOf, monthBefore, splitGrain } from './time.ts';

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

/** First day of a filter on time, if it sets one. */
function firstDay({ dimension, op, values }: Filter): string | undefined {
  const [value] = [...values].sort();
  if (value === undefined || op === '<' || op === '<=' || op === '!=' || op === 'not_in') return;
  return op === '>' ? undefined : daysOf(value, dimension).first;
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
  const times = asked.filter(({ dimension }) => isMetricTime(dimension));
  const { day } = evaluationOf([], asked, request.asOf, dataAsOf);
  const first = times.map(firstDay).find((one) => one !== undefined);
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
  const selected = [
    ...by.map((name) => `now.${quoted(name)} as ${quoted(name)}`),
    ...compared.flatMap(({ from, metric, column }) => [
      `${from}.${quoted(metric)} as ${quoted(column.name)}`,
      `${reasonOf(from, metric)} as ${quoted(column.name + reasonSuffix)}`,
    ]),
  ];
  const tables = [`now as (\n${now.sql}\n)`];
  let joined = '';
  if (compare.includes('previous')) {
    const grain = grainOf(by);
    const asked = previousRequest({ ...rest, metrics: names }, grain, setting.dataAsOf);
    const before = compileMetrics(catalog, asked, viewer, setting, parameters);
    tables.push(`before as (\n${before.sql}\n)`);
    joined = `left join before on ${matches(by, grain).join(' and ') || 'true'}`;
  }
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

function reasonOf(from: Compared['from'], metric: string): string {
  const reason = `${from}.${quoted(metric + reasonSuffix)}`;
  if (from === 'now') return reason;
  return `case when ${from}.${quoted(metric)} is null then coalesce(${reason}, 'no_rows') end`;
}

/** The finest grain of time that a request is cut by. */
function grainOf(by: readonly string[]): Grain | undefined {
  const asked = by.filter(isMetricTime).map((name) => splitGrain(name)?.grain);
  return grains.find((grain) => asked.includes(grain));
}

/** Conditions that match a row with that of the period before. */
function matches(by: readonly string[], grain: Grain | undefined): string[] {
  return by.flatMap((name) => {
    const [one, other] = [`now.${quoted(name)}`, `before.${quoted(name)}`];
    if (!isMetricTime(name)) return [`${one} is not distinct from ${other}`];
    if (splitGrain(name)?.grain !== grain) return [];
    return [`${other} = cast(${one} - interval '1 ${grain}' as date)`];
  });
}
