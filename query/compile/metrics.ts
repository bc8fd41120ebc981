import { type Class, expressionClasses, martAccess } from '../access/classes.ts';
import { guardedBy } from '../access/small-cells.ts';
import { demandClasses, type Viewer } from '../access/viewer.ts';
import type { Catalog } from '../definitions/catalog.ts';
import { inputsOf } from '../definitions/check.ts';
import { isCounted, type Measure, type Metric, type SemanticModel } from '../definitions/model.ts';
import { QueryError } from '../errors.ts';
import { type Filter, type MetricsRequest, type ResultColumn, reasonSuffix } from '../wire.ts';
import {
  dimensionNames,
  type ResolvedDimension,
  refuseDimension,
  resolveDimension,
} from './dimension.ts';
import { type Evaluation, evaluationOf, rowFilters } from './evaluation.ts';
import { orderBy } from './order.ts';
import { type Cut, type Source, sourceSql } from './source.ts';
import { Parameters, quoted, type Statement } from './sql.ts';
import { metricValue } from './value.ts';

/** What holds for every request that is answered from a build. */
export interface Setting {
  /** ISO day that the data are as of: nothing is evaluated on a later one. */
  readonly dataAsOf: string;
  /** Fewest subjects that a number may rest on for who may not see subjects. */
  readonly smallestCell: number;
}

/** A statement with the columns it returns, reason columns left out. */
export interface Compiled extends Statement {
  readonly columns: readonly ResultColumn[];
}

/** Aggregations whose total is some row's own value. */
const showsOneValue: ReadonlySet<Measure['agg']> = new Set(['min', 'max', 'median', 'percentile']);

/** Classes that a viewer needs for a metric: its own, its inputs' and its marts'. */
export function metricClasses(catalog: Catalog, metric: Metric): Class[] {
  const own = metric.class === undefined ? [] : [metric.class];
  if (isCounted(metric.formula)) {
    const { model, measure } = catalog.counted(metric.formula);
    const shown = showsOneValue.has(measure.agg) ? expressionClasses(model.mart, measure.expr) : [];
    return [...new Set([...own, ...shown, ...(martAccess[model.mart]?.all ?? [])])];
  }
  const inputs = inputsOf(metric).flatMap((name) => metricClasses(catalog, catalog.metric(name)));
  return [...new Set([...own, ...inputs])];
}

/** The dimensions by which every input of a metric can be cut. */
export function metricDimensions(catalog: Catalog, metric: Metric): string[] {
  const sets = sourcesOf(catalog, [metric]).map(
    ({ model, time }) => new Set(dimensionNames(catalog, model, time)),
  );
  const [first = new Set<string>(), ...others] = sets;
  return [...first].filter((name) => others.every((set) => set.has(name)));
}

/** The name of the source that a measure is added up in. */
function sourceName(
  { name, isEvaluated }: SemanticModel,
  { name: measure, time, censored }: Measure,
) {
  return [
    name,
    ...(time === undefined ? [] : [`by ${time}`]),
    ...(isEvaluated ? ['on a day'] : []),
    ...(censored === undefined ? [] : [`of ${measure}`]),
  ].join(' ');
}

function sourcesOf(
  catalog: Catalog,
  metrics: readonly Metric[],
  guard: (mart: string, measure: Measure) => string | undefined = () => undefined,
): Source[] {
  const sources = new Map<string, Source>();
  for (const formula of metrics.flatMap((metric) => catalog.sums(metric))) {
    const { model, measure } = catalog.counted(formula);
    const name = sourceName(model, measure);
    const source = sources.get(name) ?? {
      name,
      model,
      time: measure.time,
      measures: new Map(),
      guarded: new Map(),
      ...(measure.censored === undefined ? {} : { survival: measure }),
    };
    source.measures.set(measure.name, measure);
    const subject = guard(model.mart, measure);
    if (subject !== undefined) source.guarded.set(measure.name, subject);
    sources.set(name, source);
  }
  return [...sources.values()];
}

function cutOf(
  catalog: Catalog,
  source: Source,
  metric: string,
  by: readonly string[],
  where: readonly Filter[],
  evaluation: Evaluation,
  smallestCell: number,
): Omit<Cut, 'isOfNothing'> {
  const resolve = (name: string): ResolvedDimension =>
    resolveDimension(catalog, source.model, source.time, name) ??
    refuseDimension(catalog, name, metric, dimensionNames(catalog, source.model, source.time));
  return {
    by: by.map(resolve),
    where: rowFilters(where, source.model, evaluation).map((filter) => ({
      filter,
      dimension: resolve(filter.dimension),
    })),
    evaluation,
    smallestCell,
  };
}

/**
 * Brings the totals side by side: every combination of dimension values that any source has, each
 * source matched to it with missing values equal to each other. The same as full outer joins, for any
 * number of sources.
 */
function fromClause(sources: readonly Source[], by: readonly string[]): string {
  const names = sources.map(({ name }) => quoted(name));
  if (by.length === 0 || names.length === 1) return `from ${names.join(' cross join ')}`;
  const columns = by.map(quoted);
  const spine = names.map((name) => `select ${columns.join(', ')} from ${name}`).join(' union ');
  const matched = names.map((name) => {
    const equal = columns.map((column) => `spine.${column} is not distinct from ${name}.${column}`);
    return `left join ${name} on ${equal.join(' and ')}`;
  });
  return [`from (${spine}) as spine`, ...matched].join('\n');
}

/** Whether a number is of one value of a dimension. */
function isOfOne(dimension: string, by: readonly string[], where: readonly Filter[]): boolean {
  const isOne = ({ dimension: name, op, values }: Filter) =>
    name === dimension && (op === '=' || op === 'in') && new Set(values).size === 1;
  return by.includes(dimension) || where.some(isOne);
}

function demandRequired(
  catalog: Catalog,
  metric: Metric,
  by: readonly string[],
  where: readonly Filter[],
): void {
  const missing = catalog.required(metric).filter((name) => !isOfOne(name, by, where));
  if (missing.length === 0) return;
  throw new QueryError(
    'QUERY_DIMENSION_REQUIRED',
    `The metric "${metric.name}" is of one ${missing.join(' and ')} at a time: several do not come to one number.`,
    { hint: `Cut it by ${missing.join(', ')}, or filter to one.` },
  );
}

/** A request; one of nothing asks what its metrics are where there are no rows. */
type Asked = MetricsRequest & { readonly isOfNothing?: boolean };

/**
 * One statement for metrics by dimensions: each semantic model added up on its own, then brought side
 * by side, so that rows of one can never multiply another's. What is evaluated on a day is so on the last
 * that is asked for, at most that of the data.
 */
export function compileMetrics(
  catalog: Catalog,
  request: Asked,
  viewer: Viewer,
  { dataAsOf, smallestCell }: Setting,
  parameters = new Parameters(),
): Compiled {
  const metrics = [...new Set(request.metrics.flatMap((name) => catalog.find(name)))];
  const by = [...new Set(request.by ?? [])];
  const asked = request.where ?? [];
  const asOf: Filter[] =
    request.asOf === undefined
      ? []
      : [{ dimension: 'metric_time', op: '<=', values: [request.asOf] }];
  if (!request.isOfNothing) {
    for (const metric of metrics) demandRequired(catalog, metric, by, asked);
  }
  const evaluation = evaluationOf(by, asked, request.asOf, dataAsOf);
  for (const metric of metrics) {
    demandClasses(viewer, metricClasses(catalog, metric), `the metric ${metric.name}`);
  }
  const sources = sourcesOf(catalog, metrics, (mart, measure) =>
    smallestCell > 1 ? guardedBy(mart, measure, viewer) : undefined,
  );
  const cuts = sources.map((source) => {
    const named = metrics.find((metric) =>
      catalog
        .sums(metric)
        .some((formula) => source.measures.has(catalog.counted(formula).measure.name)),
    );
    const where = source.model.isEvaluated ? asked : [...asked, ...asOf];
    const cut = cutOf(catalog, source, named?.name ?? '', by, where, evaluation, smallestCell);
    return { ...cut, isOfNothing: request.isOfNothing === true };
  });
  for (const dimension of cuts.flatMap((cut) => [
    ...cut.by,
    ...cut.where.map(({ dimension }) => dimension),
  ])) {
    demandClasses(viewer, dimension.classes, `the dimension ${dimension.name}`);
  }
  const tables = sources.map((source, index) => {
    const cut = cuts[index] ?? { by: [], where: [], evaluation, smallestCell, isOfNothing: false };
    const body = sourceSql(source, cut, catalog, viewer, parameters);
    return `${quoted(source.name)} as (\n  ${body}\n)`;
  });
  const sourceOf = (measure: string): Source => {
    const source = sources.find(({ measures }) => measures.has(measure));
    if (source) return source;
    throw new TypeError(`measure ${measure} has no source`);
  };
  const values = metrics.flatMap((metric) => {
    const { sql, reason } = metricValue(catalog, metric, sourceOf);
    return [
      `${sql} as ${quoted(metric.name)}`,
      `${reason} as ${quoted(metric.name + reasonSuffix)}`,
    ];
  });
  const from = sources.length > 1 && by.length > 0 ? 'spine' : quoted(sources[0]?.name ?? '');
  const columns = [
    ...(cuts[0]?.by ?? []).map(dimensionColumn),
    ...metrics.map((metric) => metricColumn(catalog, metric)),
  ];
  const selected = [...by.map((name) => `${from}.${quoted(name)} as ${quoted(name)}`), ...values];
  const sql = [
    `with ${tables.join(',\n')}`,
    `select ${selected.join(',\n  ')}`,
    fromClause(sources, by),
    ...orderBy(request.order ?? [], columns, by),
    ...(request.limit === undefined ? [] : [`limit ${parameters.bind(request.limit)}`]),
  ].join('\n');
  return { sql, values: parameters.values, columns };
}

function dimensionColumn({ name, sqlType, label, classes }: ResolvedDimension): ResultColumn {
  return {
    name,
    type: sqlType,
    ...(label === undefined ? {} : { label }),
    ...(classes[0] === undefined ? {} : { class: classes.join(' ') }),
  };
}

function metricColumn(catalog: Catalog, metric: Metric): ResultColumn {
  const { name, label, unit, format, sqlType } = metric;
  const classes = metricClasses(catalog, metric);
  return {
    name,
    type: sqlType ?? '',
    label,
    ...(unit === undefined ? {} : { unit }),
    ...(format === undefined ? {} : { format }),
    ...(classes.length === 0 ? {} : { class: classes.join(' ') }),
  };
}
