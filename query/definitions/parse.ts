import { isClass } from '../access/classes.ts';
import { QueryError } from '../errors.ts';
import type {
  Definitions,
  Dimension,
  Entity,
  Formula,
  Grain,
  Measure,
  Metric,
  MetricInput,
  Reach,
  SemanticModel,
  Unknown,
} from './model.ts';
import { complaint } from './schema.ts';

interface Meta {
  [key: string]: unknown;
}
interface Configured {
  config?: { meta?: Meta; enabled?: boolean };
  meta?: Meta;
}
interface YamlDimension extends Configured {
  name: string;
  type: 'categorical' | 'time';
  expr?: string | number;
  label?: string;
  description?: string;
}
interface YamlUnknown {
  when: string;
  reason: string;
  is_left_out?: boolean;
}
interface YamlMeasure extends Configured {
  name: string;
  agg: Measure['agg'];
  expr?: string | number;
  agg_time_dimension?: string;
  agg_params?: { percentile: number; use_discrete_percentile?: boolean };
}
interface YamlModel extends Configured {
  name: string;
  model: string;
  description?: string;
  defaults?: { agg_time_dimension?: string };
  entities?: { name: string; type: string; expr?: string | number }[];
  dimensions?: YamlDimension[];
  measures?: YamlMeasure[];
}
type YamlInput = string | { name: string; alias?: string };
interface YamlMetric extends Configured {
  name: string;
  label?: string;
  description?: string;
  type: Formula['kind'];
  type_params: {
    measure?: string | { name: string; fill_nulls_with?: number };
    cumulative_type_params?: { window?: string; grain_to_date?: Grain };
    numerator?: YamlInput;
    denominator?: YamlInput;
    expr?: string;
    metrics?: YamlInput[];
  };
}
interface YamlFile {
  semantic_models?: YamlModel[];
  metrics?: YamlMetric[];
}

export function emptyDefinitions(): Definitions {
  return { models: [], metrics: [] };
}

/** Only the entries that are there, so that optional properties stay absent. */
function present<T extends object>(entries: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(entries).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function textOf(meta: Meta, key: string): string | undefined {
  const value = meta[key];
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'string' ? value.trim() : undefined;
}

function namesOf(meta: Meta, key: string): string[] | undefined {
  const value = meta[key];
  return Array.isArray(value) ? value.map(String) : undefined;
}

function classOf({ config, meta }: Configured) {
  const value = (config?.meta ?? meta)?.class;
  return isClass(value) ? value : undefined;
}

function toEntity(entity: { name: string; type: string; expr?: string | number }): Entity {
  const type = entity.type === 'natural' ? 'foreign' : entity.type;
  return {
    name: entity.name,
    type: type as Entity['type'],
    expr: String(entity.expr ?? entity.name),
  };
}

function toDimension(dimension: YamlDimension): Dimension {
  return {
    name: dimension.name,
    type: dimension.type,
    expr: String(dimension.expr ?? dimension.name),
    ...present({
      label: dimension.label,
      description: dimension.description?.trim(),
      class: classOf(dimension),
    }),
  };
}

function toUnknown({ unknown }: Meta): Unknown | undefined {
  if (unknown === undefined) return undefined;
  const { when, reason, is_left_out } = unknown as YamlUnknown;
  return { when, reason, isLeftOut: is_left_out === true };
}

function toMeasure(measure: YamlMeasure, defaultTime: string | undefined): Measure {
  const { agg_params: params, config } = measure;
  const percentile = params && {
    share: params.percentile,
    isDiscrete: params.use_discrete_percentile === true,
  };
  return {
    name: measure.name,
    agg: measure.agg,
    expr: String(measure.expr ?? measure.name),
    ...present({
      time: measure.agg_time_dimension ?? defaultTime,
      percentile,
      censored: textOf(config?.meta ?? {}, 'censored'),
      unknown: toUnknown(config?.meta ?? {}),
    }),
  };
}

function toModel(model: YamlModel): SemanticModel {
  const mart = /['"]([a-z0-9_]+)['"]/.exec(model.model)?.[1] ?? '';
  const time = model.defaults?.agg_time_dimension;
  return {
    name: model.name,
    mart,
    ...(model.description === undefined ? {} : { description: model.description.trim() }),
    ...(model.config?.meta?.evaluated_on === undefined ? {} : { isEvaluated: true }),
    entities: (model.entities ?? []).map(toEntity),
    dimensions: (model.dimensions ?? []).map(toDimension),
    measures: (model.measures ?? []).map((measure) => toMeasure(measure, time)),
  };
}

function nameOf(input: YamlInput | undefined): string {
  return typeof input === 'object' ? input.name : (input ?? '');
}

function toInput(input: YamlInput): MetricInput {
  const name = nameOf(input);
  return { name, alias: typeof input === 'object' ? (input.alias ?? name) : name };
}

/** `90 days`, as dbt writes a window. */
function toReach(
  metric: string,
  { window, grain_to_date }: { window?: string; grain_to_date?: Grain },
): Reach {
  if (window === undefined) return present({ grainToDate: grain_to_date });
  const [, count, unit] = /^(\d{1,4}) (day|week|month|quarter|year)s?$/.exec(window.trim()) ?? [];
  if (count === undefined || grain_to_date !== undefined) {
    throw new QueryError(
      'DEFINITION_INVALID',
      `The metric ${metric} reaches back "${window}": write a number and a unit, such as 90 days, and no grain_to_date beside it.`,
    );
  }
  return { window: { count: Number(count), grain: unit as Grain } };
}

function toFormula({ name, type, type_params: params }: YamlMetric): Formula {
  if (type === 'ratio') {
    const { numerator, denominator } = params;
    return { kind: type, numerator: nameOf(numerator), denominator: nameOf(denominator) };
  }
  if (type === 'derived') {
    const inputs = (params.metrics ?? []).map(toInput);
    return { kind: type, expr: params.expr ?? '', inputs };
  }
  const { measure, cumulative_type_params: reach } = params;
  const fill = typeof measure === 'object' ? measure.fill_nulls_with : undefined;
  const counted = { measure: nameOf(measure), ...(fill === undefined ? {} : { fill }) };
  if (type === 'simple') return { kind: type, ...counted };
  return { kind: type, ...counted, reach: toReach(name, reach ?? {}) };
}

function toMetric(metric: YamlMetric): Metric {
  const meta = metric.config?.meta ?? metric.meta ?? {};
  return {
    name: metric.name,
    label: metric.label ?? metric.name.replaceAll('_', ' '),
    description: metric.description?.trim() ?? '',
    formula: toFormula(metric),
    ...present({
      code: textOf(meta, 'code'),
      definition: textOf(meta, 'formula'),
      unit: textOf(meta, 'unit'),
      format: textOf(meta, 'format'),
      grain: textOf(meta, 'grain'),
      requires: namesOf(meta, 'requires'),
      owner: textOf(meta, 'owner'),
      countingRule: textOf(meta, 'counting_rule'),
      plan: textOf(meta, 'plan'),
      baseline: textOf(meta, 'baseline'),
      effectiveFrom: textOf(meta, 'effective_from'),
      source: textOf(meta, 'source'),
      externalReference: textOf(meta, 'external_reference'),
      class: classOf(metric),
    }),
  };
}

/**
 * Definitions in one parsed YAML file.
 *
 * @throws QueryError DEFINITION_INVALID when the file is not in the grammar.
 */
export function parseFile(parsed: unknown, file: string): Definitions {
  const wrong = complaint(parsed ?? {});
  if (wrong !== undefined) {
    throw new QueryError('DEFINITION_INVALID', `${file}, ${wrong}.`);
  }
  const { semantic_models = [], metrics = [] } = (parsed ?? {}) as YamlFile;
  const enabled = metrics.filter(({ config }) => config?.enabled !== false);
  return { models: semantic_models.map(toModel), metrics: enabled.map(toMetric) };
}
