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
}

/** A mart with what can be asked of it. */
export interface SemanticModel {
  name: string;
  mart: string;
  description?: string;
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

export type Formula =
  | { kind: 'simple'; measure: string; fill?: number }
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
  owner?: string;
  countingRule?: string;
  effectiveFrom?: string;
  source?: string;
  class?: Class;
  /** SQL type in the build; known once the definitions are bound. */
  sqlType?: string;
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
