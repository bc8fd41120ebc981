import type { Pending } from '../pending.ts';
import type { Call } from '../values/call.ts';
import type { Value } from '../values/value.ts';

/** A method of a built-in type; `self` is the value before the dot. */
export type Method<T> = (self: T, call: Call) => Pending<Value>;

/** Methods by name. A Map, so that no name reaches what JavaScript objects inherit. */
export type Methods<T> = ReadonlyMap<string, Method<T>>;

export function methods<T>(table: Readonly<Record<string, Method<T>>>): Methods<T> {
  return new Map(Object.entries(table));
}
