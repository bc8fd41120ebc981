import { PyFloat } from './float.ts';
import type { Value } from './value.ts';

/** A Python number: int (bool counts as one) or float. */
export type Numeric = number | bigint | PyFloat;

/** The number a value is, or `undefined` when it is none. */
export function numeric(value: Value): Numeric | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof PyFloat ? value : undefined;
}

/** As a double; large ints lose digits. */
export function double(value: Numeric): number {
  return value instanceof PyFloat ? value.value : Number(value);
}

export function compareNumbers(a: Numeric, b: Numeric): number {
  const left = a instanceof PyFloat ? a.value : a;
  const right = b instanceof PyFloat ? b.value : b;
  if (left < right) return -1;
  if (left > right) return 1;
  return Number.isNaN(Number(left)) || Number.isNaN(Number(right)) ? Number.NaN : 0;
}

/** The int or float that a JavaScript number stands for. */
export function fromNumber(number: number): Numeric {
  if (!Number.isInteger(number) || Object.is(number, -0)) return new PyFloat(number);
  return Number.isSafeInteger(number) ? number : BigInt(number);
}

/** An int in its one form: a number while that is exact. */
export function fromBigInt(integer: bigint): number | bigint {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}
