import { PythonError } from '../errors.ts';
import { PyDict } from './dict.ts';
import { HostObject } from './host.ts';
import { PyIterator } from './iterator.ts';
import { PyList } from './list.ts';
import { Marker } from './marker.ts';
import { pointCount, points } from './points.ts';
import { PyRange } from './range.ts';
import { PySet } from './set.ts';
import { PyTuple } from './tuple.ts';
import { typeName } from './type-name.ts';
import { Undefined } from './undefined.ts';
import type { Value } from './value.ts';
import { PyView } from './view.ts';

/** The items a `for` would see, or `undefined` when the value has none to give. */
export function tryIterate(value: Value): readonly Value[] | undefined {
  if (typeof value === 'string') return points(value);
  if (value === null || typeof value !== 'object') return undefined;
  if (value instanceof PyList || value instanceof PyTuple) return value.items;
  if (value instanceof PyDict) return value.keys();
  if (value instanceof PySet) return value.values();
  if (value instanceof PyRange || value instanceof PyView) return itemsOf(value);
  if (value instanceof PyIterator) return value.rest();
  if (value instanceof Marker) return points(value.text);
  if (value instanceof Undefined) return [];
  if (value instanceof HostObject && value.spec.iterate) return [...value.spec.iterate()];
  return undefined;
}

/** The items a `for` would see; a TypeError for a value that has none. */
export function iterate(value: Value): readonly Value[] {
  const items = tryIterate(value);
  if (items !== undefined) return items;
  throw new PythonError('TypeError', `'${typeName(value)}' object is not iterable`);
}

/** Whether a `for` could walk the value; unlike `tryIterate` it takes nothing from a generator. */
export function isIterable(value: Value): boolean {
  return value instanceof PyIterator || tryIterate(value) !== undefined;
}

/** Python's `len()`, or `undefined` for a value without one. */
function tryLength(value: Value): number | undefined {
  if (typeof value === 'string') return pointCount(value);
  if (value instanceof PyDict || value instanceof PySet) return value.size;
  if (value instanceof PyIterator) return undefined;
  if (value instanceof HostObject) {
    return value.spec.length ? value.spec.length() : tryIterate(value)?.length;
  }
  return tryIterate(value)?.length;
}

export function length(value: Value): number {
  const result = tryLength(value);
  if (result !== undefined) return result;
  throw new PythonError('TypeError', `object of type '${typeName(value)}' has no len()`);
}

function itemsOf(value: PyRange | PyView): readonly Value[] {
  return value instanceof PyRange ? value.items() : value.items();
}
