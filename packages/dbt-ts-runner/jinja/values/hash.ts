import { PythonError } from '../errors.ts';
import { PyFloat } from './float.ts';
import { HostObject } from './host.ts';
import { PyTuple } from './tuple.ts';
import type { Value } from './value.ts';

/** A Map key that is equal exactly when Python's `==` and `hash` agree. */
export type Key = string | number | bigint | null | object;

/** Composite keys start with NUL; a real string that does is escaped. */
export function hashKey(value: Value): Key {
  if (typeof value === 'string') return value.startsWith('\0') ? `\0s${value}` : value;
  if (value === null || typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof PyFloat) return value.value;
  if (value instanceof PyTuple) return tupleKey(value);
  if (value instanceof HostObject) {
    return value.key === undefined ? value : `\0h${value.type}\0${value.key}`;
  }
  if ('unhashable' in value) {
    throw new PythonError('TypeError', `unhashable type: '${value.unhashable}'`);
  }
  return value;
}

function tupleKey(tuple: PyTuple): string {
  const parts = tuple.items.map((item) => {
    const key = hashKey(item);
    if (typeof key === 'string') return `s${key.length}:${key}`;
    if (typeof key === 'object' && key !== null) return `o${identity(key)}`;
    return `${typeof key}${key}`;
  });
  return `\0t(${parts.join(',')})`;
}

const identities = new WeakMap<object, number>();
let nextIdentity = 1;

function identity(object: object): number {
  const known = identities.get(object);
  if (known !== undefined) return known;
  identities.set(object, nextIdentity);
  return nextIdentity++;
}
