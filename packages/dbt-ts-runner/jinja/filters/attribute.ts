import { attributeOf, getItem } from '../access.ts';
import { chain, type Pending } from '../pending.ts';
import { Undefined, type UndefinedMode } from '../values/undefined.ts';
import type { Value } from '../values/value.ts';

/** Reads `a.b.0` from an item, as filters name attributes; `fallback` stands in for undefined. */
export function attributeReader(
  path: Value,
  mode: UndefinedMode,
  fallback?: Value,
): (item: Value) => Pending<Value> {
  const parts: Value[] = typeof path === 'string' ? path.split('.').map(partOf) : [path];
  return (item) => {
    const read = parts.reduce<Pending<Value>>(
      (value, part) => chain(value, (owner) => getItem(owner, part, mode)),
      item,
    );
    if (fallback === undefined) return read;
    return chain(read, (value) => (value instanceof Undefined ? fallback : value));
  };
}

function partOf(part: string): Value {
  return /^\d+$/.test(part) ? Number(part) : part;
}

/** Filters that compare text ignore case unless told otherwise. */
export function caseFolded(value: Value, caseSensitive: boolean): Value {
  return !caseSensitive && typeof value === 'string' ? value.toLowerCase() : value;
}

/** The attribute alone, never an item. */
export function bareAttribute(value: Value, name: string, mode: UndefinedMode): Pending<Value> {
  return chain(attributeOf(value, name), (found) =>
    found === undefined ? new Undefined(mode, `no attribute '${name}'`) : found,
  );
}
