import type { Metric } from '../definitions/model.ts';

/** Whether a metric's values are amounts of money. */
export function isMoney({ format, unit }: Metric): boolean {
  return format === 'money' || unit === 'reporting currency';
}

/** SQL of an amount, as money is kept. */
export function asMoney(sql: string): string {
  return `cast(${sql} as decimal(38, 4))`;
}

/** SQL of a total before it is divided: ten decimals, as rates have, and 28 digits in front. */
function asTotal(sql: string): string {
  return `cast(${sql} as decimal(38, 10))`;
}

/** SQL of a total's ten-billionths as a 128-bit integer; whole and fraction apart, so that all fit. */
function units(sql: string): string {
  const total = asTotal(sql);
  const whole = `trunc(${total})`;
  const scale = '10000000000';
  return `(cast(${whole} as hugeint) * ${scale} + cast((${total} - ${whole}) * ${scale} as hugeint))`;
}

/** SQL that is true where a total is nothing to divide by. */
export function isZero(sql: string): string {
  return `${asTotal(sql)} = 0`;
}

/**
 * SQL of a quotient of two totals as DECIMAL(38, 4), rounded once, half away from zero. The engine
 * divides decimals as doubles, so whole numbers are divided, and what remains gives the four decimals.
 * NULL where a total is missing or the divisor is zero; what does not fit stops the query.
 */
export function moneyQuotient(above: string, below: string): string {
  const dividend = units(above);
  const divisor = units(below);
  const half = `sign(${dividend}) * abs(${divisor})`;
  const decimals = `((${dividend} % ${divisor}) * 20000 + ${half}) // (2 * ${divisor})`;
  return [
    `case when not (${isZero(below)}) then`,
    `${asMoney(`${dividend} // ${divisor}`)} + cast(${decimals} as decimal(5, 0)) * 0.0001 end`,
  ].join(' ');
}
