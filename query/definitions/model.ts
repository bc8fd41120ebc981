import type { Class } from '../access/classes.ts';

export const aggregations = [
  'count',
  'count_distinct',
  'sum',
  'sum_boolean',
  'min',
  'max',
  'average',
  'median',
  'percentile',
] as const;

export type Aggregation = (typeof aggregations)[number];

export interface Entity {
  name: string;
  /** A primary or unique entity names a row of this mart; others may be joined to it by that name. */
  type: 'primary' | 'unique' | 'foreign';
  expr: string;
}

export interface Dimension {
  name: string;
  type: 'categorical' | 'time';
  expr: string;
  label?: string;
  description?: string;
  class?: Class;
  /** SQL type in the build; known once the definitions are bound. */
  sqlType?: string;
}

export interface Measure {
  name: string;
  agg: Aggregation;
  expr: string;
  /** Name of the time dimension that dates the measure. */
  time?: string;
  /** Which share of the values lies at or below a percentile; read off between two of them unless discrete. */
  percentile?: { share: number; isDiscrete: boolean };
  /** Condition under which the expression tells how far something came that has not ended: Kaplan and Meier. */
  censored?: string;
  unknown?: Unknown;
}

/** Rows whose value is due and cannot be told. */
export interface Unknown {
  /** Condition under which a row is one of them. */
  when: string;
  /** Why their value cannot be told; the reason of what has no value for them. */
  reason: string;
  /** A total leaves them out where it has any other row; without it, one of them leaves no total at all. */
  isLeftOut: boolean;
}

/** A mart with what can be asked of it. */
export interface SemanticModel {
  name: string;
  mart: string;
  description?: string;
  /** Its expressions may say `as_of`: they tell the state of things on a day, which a request chooses. */
  isEvaluated?: boolean;
  entities: Entity[];
  dimensions: Dimension[];
  measures: Measure[];
}

export interface MetricInput {
  /** Name of a metric. */
  name: string;
  /** Its name in the expression. */
  alias: string;
}

/** Lengths of time, from the finest to the coarsest. */
export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const;

export type Grain = (typeof grains)[number];

/** How far back from a day a cumulative metric reaches; without either, to the beginning. */
export interface Reach {
  window?: { count: number; grain: Grain };
  grainToDate?: Grain;
}

/** How far a cumulative metric reaches back, in words. */
export function reachName({ window, grainToDate }: Reach): string {
  if (window) return `within ${window.count} ${window.grain}`;
  return grainToDate === undefined ? 'to date' : `${grainToDate} to date`;
}

/** A metric that adds up one measure: where it is dated, or cumulatively up to a day. */
export type CountedFormula =
  | { kind: 'simple'; measure: string; fill?: number }
  | { kind: 'cumulative'; measure: string; fill?: number; reach: Reach };

export type Formula =
  | CountedFormula
  | { kind: 'ratio'; numerator: string; denominator: string }
  | { kind: 'derived'; expr: string; inputs: MetricInput[] };

/** One number: how it is made of measures or other metrics, and what people are told about it. */
export interface Metric {
  name: string;
  label: string;
  description: string;
  formula: Formula;
  /** Domain code, accepted as an alias in any case. */
  code?: string;
  /** The formula as people write it. */
  definition?: string;
  unit?: string;
  format?: string;
  grain?: string;
  /** Dimensions of which a number is of one value at a time: it is cut by them, or filtered to one. */
  requires?: string[];
  owner?: string;
  countingRule?: string;
  /** Names of the metrics that this one is held to. */
  plan?: string;
  baseline?: string;
  effectiveFrom?: string;
  source?: string;
  /** What others publish of the same or a like measure: their definition, limits or figures; no claim of conformity. */
  externalReference?: string;
  class?: Class;
  /** SQL type in the build; known once the definitions are bound. */
  sqlType?: string;
}

export function isCounted(formula: Formula): formula is CountedFormula {
  return formula.kind === 'simple' || formula.kind === 'cumulative';
}

/** What the metric files of a dbt project say, not yet checked against a build. */
export interface Definitions {
  models: SemanticModel[];
  metrics: Metric[];
}

export interface MartColumn {
  name: string;
  type: string;
}

/** Definitions checked against a build: the content of its metrics.json. */
export interface BoundDefinitions extends Definitions {
  /** First 12 hex digits of the sha256 of the definitions. */
  version: string;
  marts: Record<string, MartColumn[]>;
}
