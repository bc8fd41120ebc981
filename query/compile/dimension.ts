import { type Class, expressionClasses, martAccess } from '../access/classes.ts';
import type { Catalog } from '../definitions/catalog.ts';
import { type Dimension, grains, type SemanticModel } from '../definitions/model.ts';
import { QueryError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { splitGrain, truncated } from './time.ts';

/** A many-to-one step from a mart to the mart that an entity names. */
export interface Join {
  readonly entity: string;
  /** Key expression on the near side. */
  readonly from: string;
  readonly mart: string;
  /** Key expression on the far side. */
  readonly key: string;
}

/** Where a dimension's value comes from for one semantic model. */
export interface ResolvedDimension {
  readonly name: string;
  readonly expr: string;
  readonly sqlType: string;
  readonly classes: readonly Class[];
  readonly label?: string;
  readonly join?: Join;
}

function classesOf(mart: string, { expr, class: declared }: Dimension): Class[] {
  const found = [...expressionClasses(mart, expr), ...(martAccess[mart]?.all ?? [])];
  return [...new Set(declared === undefined ? found : [declared, ...found])];
}

function resolved(
  name: string,
  { mart }: SemanticModel,
  dimension: Dimension,
  extra: Partial<ResolvedDimension> = {},
): ResolvedDimension {
  return {
    name,
    expr: dimension.expr,
    sqlType: dimension.sqlType ?? 'VARCHAR',
    classes: classesOf(mart, dimension),
    ...(dimension.label === undefined ? {} : { label: dimension.label }),
    ...extra,
  };
}

function own(model: SemanticModel, name: string): Dimension | undefined {
  return model.dimensions.find((dimension) => dimension.name === name);
}

function joined(catalog: Catalog, model: SemanticModel, name: string) {
  for (const { name: entity, type, expr } of model.entities) {
    const far = type === 'foreign' ? catalog.primary(entity) : undefined;
    const dimension = far && far.model !== model ? own(far.model, name) : undefined;
    if (!far || !dimension) continue;
    const join: Join = { entity, from: expr, mart: far.model.mart, key: far.key };
    return resolved(name, far.model, dimension, { join });
  }
  return undefined;
}

/** How a semantic model tells a dimension, dated by one of its time dimensions; undefined if it cannot. */
export function resolveDimension(
  catalog: Catalog,
  model: SemanticModel,
  time: string | undefined,
  name: string,
): ResolvedDimension | undefined {
  const exact = own(model, name) ?? undefined;
  if (exact) {
    if (exact.type === 'categorical') return resolved(name, model, exact);
    return resolved(name, model, exact, { expr: truncated(exact.expr, 'day'), sqlType: 'DATE' });
  }
  const split = splitGrain(name);
  if (!split) return joined(catalog, model, name);
  if (split.dimension === 'metric_time' && model.isEvaluated) {
    if (time === undefined) return undefined;
    return { name, expr: truncated('as_of', split.grain), sqlType: 'DATE', classes: [] };
  }
  const wanted = split.dimension === 'metric_time' ? time : split.dimension;
  const dated = wanted === undefined ? undefined : own(model, wanted);
  if (dated?.type !== 'time') return undefined;
  return resolved(name, model, dated, {
    expr: truncated(dated.expr, split.grain),
    sqlType: 'DATE',
  });
}

/** Names of every dimension that a semantic model can be cut by. */
export function dimensionNames(
  catalog: Catalog,
  model: SemanticModel,
  time: string | undefined,
): string[] {
  const near = model.dimensions.map(({ name }) => name);
  const far = model.entities
    .filter(({ type }) => type === 'foreign')
    .flatMap(({ name }) => catalog.primary(name)?.model.dimensions ?? [])
    .filter(({ type }) => type === 'categorical')
    .map(({ name }) => name);
  const dated = time === undefined ? [] : ['metric_time', ...grains];
  return [...new Set([...near, ...far, ...dated])];
}

/** The refusal of a dimension that is unknown, or known elsewhere only. */
export function refuseDimension(
  catalog: Catalog,
  name: string,
  metric: string,
  available: readonly string[],
): never {
  const known = new Set([
    'metric_time',
    ...grains,
    ...catalog.models.flatMap((model) => model.dimensions.map((dimension) => dimension.name)),
  ]);
  const shown = name.slice(0, 80);
  if (known.has(name)) {
    throw new QueryError(
      'QUERY_DIMENSION_NOT_AVAILABLE',
      `The metric "${metric}" is not recorded by "${shown}".`,
      { hint: `It can be cut by: ${available.join(', ')}.` },
    );
  }
  throw new QueryError('QUERY_UNKNOWN_DIMENSION', `There is no dimension "${shown}".`, {
    hint: `Nearest: ${nearest(name, available).join(', ')}.`,
  });
}
