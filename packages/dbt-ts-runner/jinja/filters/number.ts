import { negate } from '../arithmetic.ts';
import { PythonError } from '../errors.ts';
import { fixed } from '../format/fixed.ts';
import { intOf, readArguments } from '../signature.ts';
import { PyFloat } from '../values/float.ts';
import { compareNumbers, double, fromBigInt, type Numeric, numeric } from '../values/numeric.ts';
import { typeName } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import type { Value } from '../values/value.ts';
import { filterTable } from './filter.ts';

export const numberFilters = filterTable({
  abs: (value) => {
    if (value instanceof Undefined) return value.use();
    const number = required(value);
    return compareNumbers(number, 0) < 0 ? negate(number) : number;
  },
  int: (value, call) => {
    if (value instanceof Undefined) return value.use();
    const [fallback, base] = readArguments(call, 'int', ['default', 'base']);
    const number = typeof value === 'string' ? parseInteger(value, intOf(base, 10)) : whole(value);
    return number ?? fallback ?? 0;
  },
  float: (value, call) => {
    if (value instanceof Undefined) return value.use();
    const [fallback] = readArguments(call, 'float', ['default']);
    const number = typeof value === 'string' ? parseFloatText(value) : numeric(value);
    if (number === undefined) return fallback ?? new PyFloat(0);
    return new PyFloat(typeof number === 'object' ? number.value : Number(number));
  },
  round: (value, call) => {
    if (value instanceof Undefined) return value.use();
    const [precision, method] = readArguments(call, 'round', ['precision', 'method']);
    return round(required(value), intOf(precision, 0), method ?? 'common');
  },
});

function required(value: Value): Numeric {
  const number = numeric(value);
  if (number !== undefined) return number;
  throw new PythonError('TypeError', `expected a number, got ${typeName(value)}`);
}

function whole(value: Value): Numeric | undefined {
  const number = numeric(value);
  if (!(number instanceof PyFloat)) return number;
  return Number.isFinite(number.value) ? fromBigInt(BigInt(Math.trunc(number.value))) : undefined;
}

const prefixes: Readonly<Record<number, RegExp>> = { 2: /^0b/i, 8: /^0o/i, 16: /^0x/i };

/** `int(text, base)`; text with a fraction is cut, text that is no number gives `undefined`. */
function parseInteger(text: string, base: number): number | bigint | undefined {
  const [, sign = '', digits = ''] = /^\s*([+-]?)([\da-z_]+)\s*$/i.exec(text) ?? [];
  const prefix = prefixes[base];
  const bare = (prefix ? digits.replace(prefix, '') : digits).replaceAll('_', '').toLowerCase();
  if (bare === '' || !isIn(bare, base)) {
    const float = base === 10 ? parseFloatText(text) : undefined;
    return float && (whole(float) as number | bigint | undefined);
  }
  let value = 0n;
  for (const digit of bare) value = value * BigInt(base) + BigInt(Number.parseInt(digit, 36));
  return fromBigInt(sign === '-' ? -value : value);
}

function isIn(digits: string, base: number): boolean {
  return [...digits].every((digit) => Number.parseInt(digit, 36) < base);
}

function parseFloatText(text: string): PyFloat | undefined {
  const trimmed = text.trim();
  if (/^[+-]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(e[+-]?\d+)?$/i.test(trimmed)) {
    return new PyFloat(Number(trimmed.replaceAll('_', '')));
  }
  const [, sign, word] = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed) ?? [];
  if (word === undefined) return undefined;
  if (word.toLowerCase() === 'nan') return new PyFloat(Number.NaN);
  return new PyFloat(sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
}

/** Jinja's `round`: `common` rounds a tie to the even neighbour as Python does, ints stay ints. */
function round(number: Numeric, precision: number, method: Value): Numeric {
  if (method !== 'common' && method !== 'ceil' && method !== 'floor') {
    throw new PythonError('TypeError', 'method must be common, ceil or floor');
  }
  const value = double(number);
  if (method === 'common') {
    if (!(number instanceof PyFloat) && precision >= 0) return number;
    if (precision >= 0) return new PyFloat(Number(fixed(value, precision)));
    const unit = 10 ** -precision;
    const rounded = Number(fixed(value / unit, 0)) * unit;
    return number instanceof PyFloat ? new PyFloat(rounded) : rounded;
  }
  const scale = 10 ** precision;
  const scaled = method === 'ceil' ? Math.ceil(value * scale) : Math.floor(value * scale);
  return new PyFloat(scaled / scale);
}
