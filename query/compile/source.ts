import type { Viewer } from '../access/viewer.ts';
import type { Catalog } from '../definitions/catalog.ts';
import type { Measure, SemanticModel } from '../definitions/model.ts';
import type { Filter } from '../wire.ts';
import type { ResolvedDimension } from './dimension.ts';
import { condition } from './filter.ts';
import { isMoney, moneyQuotient } from './money.ts';
import { scopeConditions } from './scope.ts';
import { martRelation, type Parameters, quoted } from './sql.ts';

/** Measures of one semantic model that share a time dimension: what one common table expression adds up. */
export interface Source {
  readonly name: string;
  readonly model: SemanticModel;
  readonly time: string | undefined;
  readonly measures: Map<string, Measure>;
}

export interface Cut {
  readonly by: readonly ResolvedDimension[];
  readonly where: readonly { filter: Filter; dimension: ResolvedDimension }[];
}

const rowCount = 'rows counted';

/** Whether a metric of the catalog shows a measure's total as money. */
function showsMoney(catalog: Catalog, measure: string): boolean {
  return [...catalog.metrics.values()].some(
    (metric) =>
      isMoney(metric) && metric.formula.kind === 'simple' && metric.formula.measure === measure,
  );
}

function aggregate({ agg, name }: Measure, catalog: Catalog): string {
  const value = `f.${quoted(`measure ${name}`)}`;
  switch (agg) {
    case 'count_distinct':
      return `count(distinct ${value})`;
    case 'average':
      return showsMoney(catalog, name)
        ? moneyQuotient(`sum(${value})`, `count(${value})`)
        : `avg(${value})`;
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

/** Adds up one semantic model by the requested dimensions; the body of a common table expression. */
export function sourceSql(
  { model, measures }: Source,
  { by, where }: Cut,
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
  const values = [...measures.values()].map(
    ({ name, expr }) => `${expr} as ${quoted(`measure ${name}`)}`,
  );
  const inner = [...near, ...entities, ...values];
  const scope = scopeConditions(model.mart, catalog.columns(model.mart) ?? [], viewer, parameters);
  const conditions = where.map(({ filter, dimension }) =>
    condition(filter, reference(dimension), dimension.sqlType, parameters),
  );
  const outer = [
    ...by.map((dimension) => `${reference(dimension)} as ${quoted(dimension.name)}`),
    ...[...measures.values()].map(
      (measure) => `${aggregate(measure, catalog)} as ${quoted(`measure ${measure.name}`)}`,
    ),
    `count(*) as ${quoted(rowCount)}`,
  ];
  return [
    `select ${outer.join(', ')}`,
    `  from (`,
    `    select ${inner.join(', ')}`,
    `    from ${martRelation(model.mart)}`,
    ...(scope.length > 0 ? [`    where ${scope.join(' and ')}`] : []),
    `  ) as f`,
    ...joins(used).map((join) => `  ${join}`),
    ...(conditions.length > 0 ? [`  where ${conditions.join(' and ')}`] : []),
    ...(by.length > 0 ? [`  group by ${by.map((_, index) => index + 1).join(', ')}`] : []),
  ].join('\n');
}

function named(dimension: ResolvedDimension): [string, ResolvedDimension] {
  return [dimension.name, dimension];
}

/** Reference to a measure's total, and to how many rows went into it. */
export function measureReference(source: Source, measure: string): string {
  return `${quoted(source.name)}.${quoted(`measure ${measure}`)}`;
}

export function rowsReference(source: Source): string {
  return `coalesce(${quoted(source.name)}.${quoted(rowCount)}, 0)`;
}
