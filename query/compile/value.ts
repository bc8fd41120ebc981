import type { Catalog } from '../definitions/catalog.ts';
import { isCounted, type Measure, type Metric } from '../definitions/model.ts';
import { asMoney, isMoney, isZero, moneyQuotient } from './money.ts';
import {
  hiddenReference,
  measureReference,
  rowsReference,
  type Source,
  unknownReference,
  valuesReference,
} from './source.ts';

interface Told {
  readonly sql: string;
  readonly reason: string;
}

/** SQL of a metric's value, and of the reason why it has none (null where it has one). */
export interface Value extends Told {
  /** SQL that is true where it rests on too few subjects to be shown; undefined where that cannot be. */
  readonly hidden: string | undefined;
}

/** Nothing counted is none; nothing added up, averaged or compared is no value at all. */
const countsNothingAsZero: ReadonlySet<Measure['agg']> = new Set([
  'count',
  'count_distinct',
  'sum_boolean',
]);

/** Replaces whole identifiers outside quotes. */
function substituted(expr: string, replacements: ReadonlyMap<string, string>): string {
  return expr.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[a-z_][a-z0-9_]*/gi, (token) => {
    const replacement = replacements.get(token);
    return replacement === undefined ? token : `(${replacement})`;
  });
}

/** What can come to more than any number, or to none. */
const boundless = /[/%^]|\b(power|pow|exp|ln|log\w*|sqrt|tan|cot)\s*\(/i;

/** SQL of a value that is missing where it is not a number, of an expression that can come to none. */
function finite(sql: string, expr: string): string {
  return boundless.test(expr) ? `case when isfinite(${sql}) then ${sql} end` : sql;
}

/** Why an estimate of censored values has none: nothing was seen, nothing of what was seen had begun, or too little ended. */
function survivalReason(source: Source, total: string): string {
  const seen = `case when ${rowsReference(source)} = 0 then 'no_rows' when ${valuesReference(source)} = 0 then 'no_values' else 'not_reached' end`;
  return `case when ${total} is null then ${seen} end`;
}

/** A value that stands only where all rows, or any where the others are left out, could be told. */
function toldValue(value: Told, { name, unknown }: Measure, source: Source): Told {
  if (unknown === undefined) return value;
  const allTold = `${unknownReference(source, name)} = 0`;
  const isTold = unknown.isLeftOut
    ? `(${allTold} or ${measureReference(source, name)} is not null)`
    : allTold;
  return {
    sql: `case when ${isTold} then ${value.sql} end`,
    reason: `case when ${isTold} then ${value.reason} else '${unknown.reason}' end`,
  };
}

/** A value that is left out, and why, where one that it is made from is a small cell. */
function covered(sql: string, reason: string, inputs: readonly (string | undefined)[]): Value {
  const conditions = inputs.filter((condition) => condition !== undefined);
  if (conditions.length === 0) return { sql, reason, hidden: undefined };
  const hidden = `(${[...new Set(conditions)].join(' or ')})`;
  return {
    sql: `case when not ${hidden} then ${sql} end`,
    reason: `case when ${hidden} then 'suppressed' else ${reason} end`,
    hidden,
  };
}

/** Turns metrics into SQL over the totals of their sources. */
export function metricValue(
  catalog: Catalog,
  metric: Metric,
  sourceOf: (measure: string) => Source,
): Value {
  const { formula } = metric;
  const inputValue = (name: string) => metricValue(catalog, catalog.metric(name), sourceOf);
  if (isCounted(formula)) {
    const { measure } = catalog.counted(formula);
    const source = sourceOf(measure.name);
    const total = measureReference(source, measure.name);
    const hidden = [hiddenReference(source, measure.name)];
    if (measure.censored !== undefined)
      return covered(total, survivalReason(source, total), hidden);
    const fill = formula.fill ?? (countsNothingAsZero.has(measure.agg) ? 0 : undefined);
    const missing = `case when ${total} is null then case when ${rowsReference(source)} = 0 then 'no_rows' else 'no_values' end end`;
    const value =
      fill === undefined
        ? { sql: total, reason: missing }
        : { sql: `coalesce(${total}, ${fill})`, reason: 'cast(null as varchar)' };
    const told = toldValue(value, measure, source);
    return covered(told.sql, told.reason, hidden);
  }
  if (formula.kind === 'ratio') {
    const above = inputValue(formula.numerator);
    const below = inputValue(formula.denominator);
    const [sql, zero] = isMoney(metric)
      ? [moneyQuotient(above.sql, below.sql), isZero(below.sql)]
      : [`${above.sql} / nullif(${below.sql}, 0)`, `${below.sql} = 0`];
    const reason = `case when ${zero} then 'zero_denominator' else coalesce(${below.reason}, ${above.reason}) end`;
    return covered(sql, reason, [above.hidden, below.hidden]);
  }
  const inputs = formula.inputs.map(({ name, alias }) => [alias, inputValue(name)] as const);
  const expr = substituted(
    formula.expr,
    new Map(inputs.map(([alias, value]) => [alias, value.sql])),
  );
  const sql = isMoney(metric) ? asMoney(expr) : finite(expr, formula.expr);
  const reasons = inputs.map(([, value]) => value.reason);
  return covered(
    sql,
    `case when (${sql}) is null then coalesce(${[...reasons, "'undefined'"].join(', ')}) end`,
    inputs.map(([, value]) => value.hidden),
  );
}
