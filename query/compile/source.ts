import type { Viewer } from '../access/viewer.ts';
import type { Catalog } from '../definitions/catalog.ts';
import { isCounted, type Measure, type SemanticModel } from '../definitions/model.ts';
import type { Filter } from '../wire.ts';
import { coveredSql, hiddenColumn, people, peopleColumn, person } from './cells.ts';
import type { ResolvedDimension } from './dimension.ts';
import { daysSql, type Evaluation } from './evaluation.ts';
import { condition } from './filter.ts';
import { isMoney, moneyQuotient } from './money.ts';
import { scopeConditions } from './scope.ts';
import {
  martRelation,
  type Parameters,
  quoted,
  rowCount,
  unknownCount,
  valueCount,
} from './sql.ts';
import { survivalSql } from './survival.ts';
import { splitGrain } from './time.ts';

/** Measures of one semantic model that share a time dimension: what one common table expression adds up. */
export interface Source {
  readonly name: string;
  readonly model: SemanticModel;
  readonly time: string | undefined;
  readonly measures: Map<string, Measure>;
  /** The one measure of a source of its own, whose values may be censored. */
  readonly survival?: Measure;
  /** Measures of which small cells are left out, with the column that names the subjects they rest on. */
  readonly guarded: Map<string, string>;
}

export interface Cut {
  readonly by: readonly ResolvedDimension[];
  readonly where: readonly { filter: Filter; dimension: ResolvedDimension }[];
  readonly evaluation: Evaluation;
  /** Fewest subjects that a guarded measure may rest on. */
  readonly smallestCell: number;
  /** No row is asked for. */
  readonly isOfNothing: boolean;
}

/** Whether a metric of the catalog shows a measure's total as money. */
function showsMoney(catalog: Catalog, measure: string): boolean {
  return [...catalog.metrics.values()].some(
    (metric) =>
      isMoney(metric) &&
      isCounted(metric.formula) &&
      catalog.counted(metric.formula).measure.name === measure,
  );
}

function aggregate({ agg, name, percentile }: Measure, catalog: Catalog): string {
  const value = `f.${quoted(`measure ${name}`)}`;
  switch (agg) {
    case 'count_distinct':
      return `count(distinct ${value})`;
    case 'average':
      return showsMoney(catalog, name)
        ? moneyQuotient(`sum(${value})`, `count(${value})`)
        : `avg(${value})`;
    case 'percentile':
      return `quantile_${percentile?.isDiscrete ? 'disc' : 'cont'}(${value}, ${percentile?.share})`;
    case 'sum_boolean':
      return `count(case when ${value} then 1 end)`;
    default:
      return `${agg}(${value})`;
  }
}

/**
 * The many-to-one joins. Each far side is grouped by its key first, so that no row of it can ever
 * double a row on the near side, whatever the data hold.
 */
function joins(dimensions: readonly ResolvedDimension[]): string[] {
  const byEntity = new Map<string, ResolvedDimension[]>();
  for (const dimension of dimensions) {
    if (!dimension.join) continue;
    const { entity } = dimension.join;
    byEntity.set(entity, [...(byEntity.get(entity) ?? []), dimension]);
  }
  return [...byEntity].flatMap(([entity, attributes]) => {
    const join = attributes[0]?.join;
    if (!join) return [];
    const alias = quoted(`of ${entity}`);
    const columns = attributes.map(({ name, expr }) => `min(${expr}) as ${quoted(name)}`);
    return `left join (
    select ${join.key} as "key", ${columns.join(', ')}
    from ${martRelation(join.mart)}
    group by 1
  ) as ${alias} on ${alias}."key" = f.${quoted(`entity ${entity}`)}`;
  });
}

function reference({ name, join }: ResolvedDimension): string {
  return join ? `${quoted(`of ${join.entity}`)}.${quoted(name)}` : `f.${quoted(`by ${name}`)}`;
}

/** The rows of a source that a request asks for, as `f`, from `from` to the last condition. */
function rowsSql(
  { model, measures, time, guarded }: Source,
  { by, where, evaluation, isOfNothing }: Cut,
  catalog: Catalog,
  viewer: Viewer,
  parameters: Parameters,
): string {
  const used = [
    ...new Map([...by, ...where.map(({ dimension }) => dimension)].map(named)).values(),
  ];
  const near = used.flatMap(({ name, expr, join }) =>
    join ? [] : [`${expr} as ${quoted(`by ${name}`)}`],
  );
  const keys = new Map(
    used.flatMap(({ join }) => (join ? [[join.entity, join.from] as const] : [])),
  );
  const entities = [...keys].map(([entity, from]) => `${from} as ${quoted(`entity ${entity}`)}`);
  const values = [...measures.values()].flatMap(({ name, expr, censored, unknown }) => [
    `${expr} as ${quoted(`measure ${name}`)}`,
    ...(unknown === undefined ? [] : [`${unknown.when} as ${quoted(unknownCount(name))}`]),
    ...(censored === undefined ? [] : [`${censored} as is_censored`]),
  ]);
  const whose = [...new Set(guarded.values())].map((column) =>
    subjectKey(catalog, model.mart, column),
  );
  const inner = [...near, ...entities, ...values, ...whose];
  const own = scopeConditions(model.mart, catalog.columns(model.mart) ?? [], viewer, parameters);
  const scope = isOfNothing ? ['false'] : own;
  const conditions = where.map(({ filter, dimension }) =>
    condition(filter, reference(dimension), dimension.sqlType, parameters),
  );
  const dated = model.dimensions.find(({ name }) => name === time)?.expr;
  const days = model.isEvaluated
    ? [`    cross join ${daysSql(model, dated, evaluation, scope, parameters)}`]
    : [];
  return [
    `  from (`,
    `    select ${inner.join(', ')}`,
    `    from ${martRelation(model.mart)}`,
    ...days,
    ...(scope.length > 0 ? [`    where ${scope.join(' and ')}`] : []),
    `  ) as f`,
    ...joins(used).map((join) => `  ${join}`),
    ...(conditions.length > 0 ? [`  where ${conditions.join(' and ')}`] : []),
  ].join('\n');
}

/** Whose a row is, in all studies. */
function subjectKey(catalog: Catalog, mart: string, column: string): string {
  const isOfStudy = catalog.columns(mart)?.some(({ name }) => name === 'study_id');
  return `${isOfStudy ? "study_id || '|' || " : ''}${column} as ${quoted(person)}`;
}

/** Adds up one semantic model by the requested dimensions; the body of a common table expression. */
export function sourceSql(
  source: Source,
  cut: Cut,
  catalog: Catalog,
  viewer: Viewer,
  parameters: Parameters,
): string {
  const rows = rowsSql(source, cut, catalog, viewer, parameters);
  const columns = cut.by.map((dimension) => ({
    expr: reference(dimension),
    name: dimension.name,
  }));
  const guarded = [...source.measures.values()].filter(({ name }) => source.guarded.has(name));
  const totals = totalsSql(source, columns, rows, catalog, guarded);
  if (guarded.length === 0) return totals;
  const cells = cut.by.map(({ name }) => ({
    name: quoted(name),
    addsUp: !source.model.isEvaluated || splitGrain(name)?.dimension !== 'metric_time',
  }));
  return coveredSql(totals, guarded, cells, cut.smallestCell);
}

type Columns = readonly { expr: string; name: string }[];

function totalsSql(
  { survival, measures }: Source,
  columns: Columns,
  rows: string,
  catalog: Catalog,
  guarded: readonly Measure[],
): string {
  if (survival) {
    const estimate = survivalSql(survival, columns, rows);
    return guarded.length === 0 ? estimate : withPeople(estimate, survival, columns, rows);
  }
  const by = columns.map(({ expr, name }) => `${expr} as ${quoted(name)}`);
  const totals = [...measures.values()].flatMap((measure) => [
    `${aggregate(measure, catalog)} as ${quoted(`measure ${measure.name}`)}`,
    ...(measure.unknown === undefined ? [] : [unknownTotal(measure.name)]),
  ]);
  const counted = `count(*) as ${quoted(rowCount)}`;
  return [
    `select ${[...by, ...totals, ...guarded.map(people), counted].join(', ')}`,
    rows,
    ...groupBy(by.length),
  ].join('\n');
}

function unknownTotal(measure: string): string {
  const column = quoted(unknownCount(measure));
  return `count(case when f.${column} then 1 end) as ${column}`;
}

/** An estimate of censored values with how many subjects it rests on. */
function withPeople(estimate: string, measure: Measure, columns: Columns, rows: string): string {
  const by = columns.map(({ expr, name }) => `${expr} as ${quoted(name)}`);
  const counted = [
    `select ${[...by, people(measure)].join(', ')}`,
    rows,
    ...groupBy(by.length),
  ].join('\n');
  const equal = columns.map(
    ({ name }) => `estimate.${quoted(name)} is not distinct from counted.${quoted(name)}`,
  );
  return `select estimate.*, counted.${peopleColumn(measure.name)}
  from (${estimate}) as estimate
  left join (${counted}) as counted on ${equal.join(' and ') || 'true'}`;
}

function named(dimension: ResolvedDimension): [string, ResolvedDimension] {
  return [dimension.name, dimension];
}

function groupBy(columns: number): string[] {
  if (columns === 0) return [];
  return [`  group by ${Array.from({ length: columns }, (_, at) => at + 1).join(', ')}`];
}

/** Reference to a measure's total, and to how many rows went into it. */
export function measureReference(source: Source, measure: string): string {
  return `${quoted(source.name)}.${quoted(`measure ${measure}`)}`;
}

/** Reference to how many rows a measure could not be told of. */
export function unknownReference(source: Source, measure: string): string {
  return `coalesce(${quoted(source.name)}.${quoted(unknownCount(measure))}, 0)`;
}

export function rowsReference(source: Source): string {
  return `coalesce(${quoted(source.name)}.${quoted(rowCount)}, 0)`;
}

/** Whether a measure's total was left out as a small cell; undefined where none is. */
export function hiddenReference(source: Source, measure: string): string | undefined {
  if (!source.guarded.has(measure)) return undefined;
  return `coalesce(${quoted(source.name)}.${hiddenColumn(measure)}, false)`;
}

export function valuesReference(source: Source): string {
  return `coalesce(${quoted(source.name)}.${quoted(valueCount)}, 0)`;
}
