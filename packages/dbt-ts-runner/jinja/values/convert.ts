import { PyDict } from './dict.ts';
import { PyFloat } from './float.ts';
import { HostFunction, HostObject } from './host.ts';
import { PyIterator } from './iterator.ts';
import { PyList } from './list.ts';
import { Macro } from './macro.ts';
import { Marker } from './marker.ts';
import { Namespace } from './namespace.ts';
import { fromBigInt, fromNumber } from './numeric.ts';
import { PyRange } from './range.ts';
import { PySet } from './set.ts';
import { str } from './text.ts';
import { PyTuple } from './tuple.ts';
import { Undefined } from './undefined.ts';
import type { Value } from './value.ts';
import { PyView } from './view.ts';

/** Plain TypeScript data as a template value: `undefined` is None, a number with a fraction a float. */
export function toValue(js: unknown): Value {
  if (js === null || js === undefined) return null;
  if (typeof js === 'boolean' || typeof js === 'string') return js;
  if (typeof js === 'number') return fromNumber(js);
  if (typeof js === 'bigint') return fromBigInt(js);
  if (Array.isArray(js)) return new PyList(js.map(toValue));
  if (typeof js === 'object' && isPlain(js)) return fromRecord(js);
  if (isValue(js)) return js;
  if (js instanceof Set) return new PySet(Array.from(js, toValue));
  if (js instanceof Map) {
    return new PyDict(Array.from(js, ([key, value]) => [toValue(key), toValue(value)] as const));
  }
  throw new TypeError(`a ${typeof js} has no counterpart in templates; wrap it in hostObject()`);
}

/** A template value as plain data; host objects give their `native`, undefined gives `undefined`. */
export function toJs(value: Value): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof PyFloat) return value.value;
  if (value instanceof PyList || value instanceof PyTuple) return value.items.map(toJs);
  if (value instanceof PyDict) return fromEntries(value);
  if (value instanceof PySet) return value.values().map(toJs);
  if (value instanceof PyRange) return value.items();
  if (value instanceof PyView) return value.items().map(toJs);
  if (value instanceof PyIterator) return value.rest().map(toJs);
  if (value instanceof Marker) return value.text;
  if (value instanceof Undefined) return undefined;
  if (value instanceof HostObject) return value.native === undefined ? value : value.native;
  return value;
}

const classes = [
  PyFloat,
  PyList,
  PyTuple,
  PyDict,
  PySet,
  PyRange,
  PyView,
  PyIterator,
  Namespace,
  Macro,
  Marker,
  HostObject,
  HostFunction,
  Undefined,
];

function isValue(js: unknown): js is Exclude<Value, null | boolean | number | bigint | string> {
  return classes.some((type) => js instanceof type);
}

function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

function fromRecord(record: object): PyDict {
  const dict = new PyDict();
  for (const [key, value] of Object.entries(record)) dict.set(key, toValue(value));
  return dict;
}

/** Keys become text; `__proto__` stays a plain own property. */
function fromEntries(dict: PyDict): Record<string, unknown> {
  return Object.fromEntries(dict.entries().map(([key, value]) => [str(key), toJs(value)]));
}
