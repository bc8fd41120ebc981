import { PyDict } from './dict.ts';
import { PyFloat } from './float.ts';
import { HostFunction, HostObject } from './host.ts';
import { PyIterator } from './iterator.ts';
import { PyList } from './list.ts';
import { Macro } from './macro.ts';
import { Namespace } from './namespace.ts';
import { PyRange } from './range.ts';
import { PySet } from './set.ts';
import { PyTuple } from './tuple.ts';
import { Undefined } from './undefined.ts';
import type { Value } from './value.ts';
import { PyView } from './view.ts';

/** The name Python gives the value's type in messages. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || typeof value === 'bigint') return 'int';
  if (value instanceof PyFloat) return 'float';
  if (value instanceof PyList) return 'list';
  if (value instanceof PyDict) return 'dict';
  if (value instanceof PyTuple) return 'tuple';
  if (value instanceof PySet) return 'set';
  if (value instanceof HostObject) return value.type;
  if (value instanceof HostFunction) return 'function';
  if (value instanceof Macro) return 'Macro';
  if (value instanceof PyRange) return 'range';
  if (value instanceof PyView) return value.kind;
  if (value instanceof PyIterator) return 'generator';
  if (value instanceof Namespace) return 'Namespace';
  return value instanceof Undefined ? 'Undefined' : 'str';
}
