import type { PyDict } from './dict.ts';
import type { PyFloat } from './float.ts';
import type { HostFunction, HostObject } from './host.ts';
import type { PyIterator } from './iterator.ts';
import type { PyList } from './list.ts';
import type { Macro } from './macro.ts';
import type { Marker } from './marker.ts';
import type { Namespace } from './namespace.ts';
import type { PyRange } from './range.ts';
import type { PySet } from './set.ts';
import type { PyTuple } from './tuple.ts';
import type { Undefined } from './undefined.ts';
import type { PyView } from './view.ts';

/**
 * A value as templates see it. `null` is None; a `number` is a Python int (always a safe integer),
 * a `bigint` an int beyond that; a Python float is always a `PyFloat`.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | PyFloat
  | PyList
  | PyTuple
  | PyDict
  | PySet
  | PyRange
  | PyView
  | PyIterator
  | Namespace
  | Macro
  | Marker
  | HostObject
  | HostFunction
  | Undefined;
