import { QueryError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { inputsOf } from './check.ts';
import type { BoundDefinitions, MartColumn, Measure, Metric, SemanticModel } from './model.ts';

/** A measure with the semantic model it is counted on. */
export interface MeasureSite {
  model: SemanticModel;
  measure: Measure;
}

/** Bound definitions, looked up by name. */
export class Catalog {
  readonly version: string;
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly models: readonly SemanticModel[];
  readonly #codes = new Map<string, string[]>();
  readonly #measures = new Map<string, MeasureSite>();
  readonly #primaries = new Map<string, { model: SemanticModel; key: string }>();
  readonly #marts: ReadonlyMap<string, readonly MartColumn[]>;

  constructor(definitions: BoundDefinitions) {
    this.version = definitions.version;
    this.models = definitions.models;
    this.metrics = new Map(definitions.metrics.map((metric) => [metric.name, metric]));
    this.#marts = new Map(Object.entries(definitions.marts));
    for (const { name, code } of definitions.metrics) {
      if (code === undefined) continue;
      const key = code.toUpperCase();
      this.#codes.set(key, [...(this.#codes.get(key) ?? []), name]);
    }
    for (const model of definitions.models) {
      for (const measure of model.measures) this.#measures.set(measure.name, { model, measure });
      for (const { name, type, expr } of model.entities) {
        if (type !== 'foreign') this.#primaries.set(name, { model, key: expr });
      }
    }
  }

  /** Metrics of a name, or all that carry it as their domain code. */
  find(name: string): Metric[] {
    const names = this.metrics.has(name) ? [name] : this.#codes.get(name.toUpperCase());
    if (names) return names.map((known) => this.metric(known));
    const known = [...this.metrics.keys(), ...this.#codes.keys()];
    throw new QueryError('QUERY_UNKNOWN_METRIC', `There is no metric "${name.slice(0, 80)}".`, {
      hint: `Nearest: ${nearest(name, known).join(', ')}.`,
    });
  }

  metric(name: string): Metric {
    const metric = this.metrics.get(name);
    if (metric) return metric;
    throw new QueryError('DEFINITION_INVALID', `The metric "${name}" is used and not defined.`);
  }

  measure(name: string): MeasureSite {
    const site = this.#measures.get(name);
    if (site) return site;
    throw new QueryError('DEFINITION_INVALID', `The measure "${name}" is used and not defined.`);
  }

  /** The semantic model whose rows an entity names, with the expression of its key. */
  primary(entity: string): { model: SemanticModel; key: string } | undefined {
    return this.#primaries.get(entity);
  }

  martNames(): string[] {
    return [...this.#marts.keys()];
  }

  columns(mart: string): readonly MartColumn[] | undefined {
    return this.#marts.get(mart);
  }

  /** Simple metrics that a metric comes down to, itself included when it is simple. */
  simpleMetrics(metric: Metric): Metric[] {
    if (metric.formula.kind === 'simple') return [metric];
    return inputsOf(metric).flatMap((name) => this.simpleMetrics(this.metric(name)));
  }
}
