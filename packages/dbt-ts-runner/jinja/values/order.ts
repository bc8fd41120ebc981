import { PythonError } from '../errors.ts';
import { equals } from './equality.ts';
import { HostObject } from './host.ts';
import { PyList } from './list.ts';
import { compareNumbers, numeric } from './numeric.ts';
import { compareText } from './points.ts';
import { PyTuple } from './tuple.ts';
import { typeName } from './type-name.ts';
import { Undefined } from './undefined.ts';
import type { Value } from './value.ts';

export type OrderOperator = '<' | '<=' | '>' | '>=';

/** Negative, zero or positive as Python orders the two; a TypeError when it does not. */
export function order(a: Value, b: Value, operator: OrderOperator = '<'): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  const left = numeric(a);
  const right = numeric(b);
  if (left !== undefined && right !== undefined) return compareNumbers(left, right);
  if (a instanceof PyList && b instanceof PyList) return sequences(a.items, b.items, operator);
  if (a instanceof PyTuple && b instanceof PyTuple) return sequences(a.items, b.items, operator);
  if (a instanceof Undefined || b instanceof Undefined) return undefinedOrder(a, b);
  const ordered = hostOrder(a, b);
  if (ordered !== undefined) return ordered;
  throw new PythonError(
    'TypeError',
    `'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
  );
}

/** An absorbing undefined stands level with everything. */
function undefinedOrder(a: Value, b: Value): number {
  if (a instanceof Undefined) a.use();
  if (b instanceof Undefined) b.use();
  return 0;
}

function sequences(a: readonly Value[], b: readonly Value[], operator: OrderOperator): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const left = a[index] as Value;
    const right = b[index] as Value;
    if (!equals(left, right)) return order(left, right, operator);
  }
  return a.length - b.length;
}

function hostOrder(a: Value, b: Value): number | undefined {
  if (a instanceof HostObject) return a.spec.compare?.(b);
  if (!(b instanceof HostObject)) return undefined;
  const reversed = b.spec.compare?.(a);
  return reversed === undefined ? undefined : -reversed;
}
