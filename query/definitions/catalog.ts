import { QueryError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { inputsOf } from './check.ts';
import {
  type BoundDefinitions,
  type CountedFormula,
  isCounted,
  type MartColumn,
  type Measure,
  type Metric,
  type Reach,
  reachName,
  type SemanticModel,
} from './model.ts';

/** A measure with the semantic model it is counted on. */
export interface MeasureSite {
  model: SemanticModel;
  measure: Measure;
}

/** The condition under which a day lies within the reach of a cumulative metric, seen from `as_of`. */
function within(day: string, { window, grainToDate }: Reach): string {
  const last = `${day} <= as_of`;
  if (window) return `${last} and ${day} > as_of - interval '${window.count} ${window.grain}'`;
  if (grainToDate) return `${last} and ${day} >= date_trunc('${grainToDate}', as_of)`;
  return last;
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

  /**
   * What a metric adds up. For a cumulative one that is its measure as it stands on a day of evaluation: of
   * what is dated within its reach.
   */
  counted(formula: CountedFormula): MeasureSite {
    const { model, measure } = this.measure(formula.measure);
    if (formula.kind === 'simple') return { model, measure };
    const dated = model.dimensions.find(({ name }) => name === measure.time);
    const day = `cast(${dated?.expr} as date)`;
    return {
      model: { ...model, isEvaluated: true },
      measure: {
        ...measure,
        name: `${measure.name} ${reachName(formula.reach)}`,
        expr: `case when ${within(day, formula.reach)} then ${measure.expr} end`,
      },
    };
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

  /** Dimensions of which a metric, or one that it is made from, is of one value at a time. */
  required(metric: Metric): string[] {
    const inputs = inputsOf(metric).flatMap((name) => this.required(this.metric(name)));
    return [...new Set([...(metric.requires ?? []), ...inputs])];
  }

  /** The sums that a metric comes down to, its own included when it is one. */
  sums(metric: Metric): CountedFormula[] {
    if (isCounted(metric.formula)) return [metric.formula];
    return inputsOf(metric).flatMap((name) => this.sums(this.metric(name)));
  }
}
