import { isMoney } from '../compile/money.ts';
import { QueryError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import {
  type Definitions,
  isCounted,
  type Measure,
  type Metric,
  type SemanticModel,
} from './model.ts';

function refuse(message: string, hint?: string): never {
  throw new QueryError('DEFINITION_INVALID', message, { hint });
}

function demandUnique(names: readonly string[], what: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) refuse(`There are two ${what} named "${name}": rename one.`);
    seen.add(name);
  }
}

function demandKnown(name: string, known: Iterable<string>, where: string, what: string): void {
  const names = [...known];
  if (names.includes(name)) return;
  refuse(
    `${where} uses the ${what} "${name}", which does not exist.`,
    `Nearest: ${nearest(name, names).join(', ')}.`,
  );
}

function checkModel(model: SemanticModel): void {
  const times = model.dimensions.filter(({ type }) => type === 'time').map(({ name }) => name);
  demandUnique(
    model.dimensions.map(({ name }) => name),
    `dimensions of ${model.name}`,
  );
  for (const { name, time } of model.measures) {
    if (time !== undefined) demandKnown(time, times, `Measure ${name}`, 'time dimension');
  }
  for (const measure of model.measures) checkAggregation(measure);
}

function checkAggregation({ name, agg, percentile, censored, unknown }: Measure): void {
  if (unknown !== undefined && censored !== undefined) {
    refuse(`Measure ${name} has values both censored and unknown: choose one.`);
  }
  if ((agg === 'percentile') !== (percentile !== undefined)) {
    refuse(
      `Measure ${name} is a percentile without a share, or the other way round: see agg_params.`,
    );
  }
  if (censored !== undefined && agg !== 'median' && agg !== 'percentile') {
    refuse(`Measure ${name} has censored values: only a median or a percentile knows them.`);
  }
}

function checkCumulative(models: readonly SemanticModel[], { name, formula }: Metric): void {
  if (formula.kind !== 'cumulative') return;
  const site = models
    .flatMap((model) => model.measures.map((measure) => ({ model, measure })))
    .find(({ measure }) => measure.name === formula.measure);
  if (site?.model.isEvaluated) {
    refuse(
      `Metric ${name} is cumulative, and its measure is evaluated on a day already: make it simple.`,
    );
  }
  if (site?.measure.time === undefined) {
    refuse(`Metric ${name} is cumulative, and its measure has no time dimension.`);
  }
}

/** Names of the metrics that a metric is made from. */
export function inputsOf({ formula }: Metric): string[] {
  if (formula.kind === 'ratio') return [formula.numerator, formula.denominator];
  return formula.kind === 'derived' ? formula.inputs.map(({ name }) => name) : [];
}

function checkCircles(metrics: ReadonlyMap<string, Metric>): void {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) {
      refuse(`Metrics are defined in a circle: ${[...path, name].join(' -> ')}.`);
    }
    const metric = metrics.get(name);
    if (!metric || done.has(name)) return;
    for (const input of inputsOf(metric)) visit(input, [...path, name]);
    done.add(name);
  };
  for (const name of metrics.keys()) visit(name, []);
}

/** An expression's division is one of doubles; only a ratio metric divides money exactly. */
function checkMoney(metric: Metric): void {
  const { name, formula } = metric;
  if (formula.kind !== 'derived' || !isMoney(metric)) return;
  if (!formula.expr.replace(/'[^']*'|"[^"]*"/g, '').includes('/')) return;
  refuse(
    `Metric ${name} is money and divides in its expression, which would round it as a double.`,
    'Define it as a ratio of two metrics.',
  );
}

/**
 * @throws QueryError DEFINITION_INVALID when a name is used twice, or used and not defined, or when
 * money would be divided as a double.
 */
export function checkReferences({ models, metrics }: Definitions): void {
  const measures = models.flatMap((model) => model.measures.map(({ name }) => name));
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  demandUnique(
    models.map(({ name }) => name),
    'semantic models',
  );
  demandUnique(measures, 'measures');
  demandUnique(
    metrics.map(({ name }) => name),
    'metrics',
  );
  for (const model of models) checkModel(model);
  for (const metric of metrics) {
    const where = `Metric ${metric.name}`;
    if (isCounted(metric.formula)) {
      demandKnown(metric.formula.measure, measures, where, 'measure');
    }
    checkCumulative(models, metric);
    for (const held of [metric.plan, metric.baseline])
      if (held !== undefined) demandKnown(held, byName.keys(), where, 'metric');
    for (const input of inputsOf(metric)) demandKnown(input, byName.keys(), where, 'metric');
    checkMoney(metric);
  }
  checkCircles(byName);
}
