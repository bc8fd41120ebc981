import { PyDict } from './dict.ts';
import { HostObject } from './host.ts';
import { PyList } from './list.ts';
import { compareNumbers, numeric } from './numeric.ts';
import { PyRange } from './range.ts';
import { PySet } from './set.ts';
import { PyTuple } from './tuple.ts';
import { Undefined } from './undefined.ts';
import type { Value } from './value.ts';
import { PyView } from './view.ts';

/** Python's `==`. */
export function equals(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a === 'string' || typeof b === 'string') return false;
  const left = numeric(a);
  const right = numeric(b);
  if (left !== undefined && right !== undefined) return compareNumbers(left, right) === 0;
  if (a instanceof PyList) return b instanceof PyList && sequencesEqual(a.items, b.items);
  if (a instanceof PyTuple) return b instanceof PyTuple && sequencesEqual(a.items, b.items);
  if (a instanceof PyDict) return b instanceof PyDict && dictsEqual(a, b);
  if (a instanceof PySet || a instanceof PyView) return setsEqual(a, b);
  if (a instanceof PyRange) return b instanceof PyRange && sequencesEqual(a.items(), b.items());
  if (a instanceof Undefined) return b instanceof Undefined;
  return a instanceof HostObject && hostsEqual(a, b);
}

function sequencesEqual(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((item, index) => equals(item, b[index] as Value));
}

function dictsEqual(a: PyDict, b: PyDict): boolean {
  if (a.size !== b.size) return false;
  return a.entries().every(([key, value]) => {
    const other = b.get(key);
    return other !== undefined && equals(value, other);
  });
}

function setsEqual(a: PySet | PyView, b: Value): boolean {
  if (!(b instanceof PySet || b instanceof PyView) || isValues(a) || isValues(b)) return false;
  const left = setOf(a);
  const right = setOf(b);
  return left.size === right.size && left.values().every((item) => right.has(item));
}

function isValues(value: PySet | PyView): boolean {
  return value instanceof PyView && value.kind === 'dict_values';
}

function setOf(value: PySet | PyView): PySet {
  return value instanceof PySet ? value : new PySet(value.items());
}

function hostsEqual(a: HostObject, b: Value): boolean {
  if (b instanceof HostObject && a.key !== undefined) return a.type === b.type && a.key === b.key;
  return a.spec.compare?.(b) === 0;
}
