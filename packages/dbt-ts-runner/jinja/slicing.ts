import { PythonError } from './errors.ts';
import { HostObject } from './values/host.ts';
import { PyList } from './values/list.ts';
import { points } from './values/points.ts';
import { PyRange } from './values/range.ts';
import { PyTuple } from './values/tuple.ts';
import { typeName } from './values/type-name.ts';
import { Undefined } from './values/undefined.ts';
import type { Value } from './values/value.ts';

/** `value[start:stop:step]`; None and missing bounds mean the ends. */
export function slice(value: Value, start: Value, stop: Value, step: Value): Value {
  const bounds: Bounds = [bound(start), bound(stop), bound(step)];
  if (typeof value === 'string') return pick(points(value), bounds).join('');
  if (value instanceof PyList) return new PyList(pick(value.items, bounds));
  if (value instanceof PyTuple) return new PyTuple(pick(value.items, bounds));
  if (value instanceof PyRange) return new PyList(pick(value.items(), bounds));
  if (value instanceof Undefined) return value.use();
  if (value instanceof HostObject && value.spec.sequence && value.spec.iterate) {
    return new PyTuple(pick([...value.spec.iterate()], bounds));
  }
  throw new PythonError('TypeError', `'${typeName(value)}' object is not subscriptable by a slice`);
}

type Bounds = readonly [number | undefined, number | undefined, number | undefined];

function bound(value: Value): number | undefined {
  if (value === null) return undefined;
  if (typeof value === 'number') return value;
  throw new PythonError('TypeError', 'slice indices must be integers or None');
}

function pick<T>(items: readonly T[], [start, stop, step = 1]: Bounds): T[] {
  if (step === 0) throw new PythonError('ValueError', 'slice step cannot be zero');
  const { length } = items;
  const clamp = (index: number, low: number, high: number) =>
    Math.min(Math.max(index < 0 ? index + length : index, low), high);
  const picked: T[] = [];
  if (step > 0) {
    const end = stop === undefined ? length : clamp(stop, 0, length);
    const begin = start === undefined ? 0 : clamp(start, 0, length);
    for (let index = begin; index < end; index += step) picked.push(items[index] as T);
  } else {
    const end = stop === undefined ? -1 : clamp(stop, -1, length - 1);
    const begin = start === undefined ? length - 1 : clamp(start, -1, length - 1);
    for (let index = begin; index > end; index += step) picked.push(items[index] as T);
  }
  return picked;
}
