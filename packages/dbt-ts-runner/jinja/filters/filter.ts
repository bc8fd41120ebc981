import type { Pending } from '../pending.ts';
import type { Call } from '../values/call.ts';
import type { UndefinedMode } from '../values/undefined.ts';
import type { Value } from '../values/value.ts';

/** What a filter may need of the rendering it runs in. */
export interface Toolbox {
  readonly mode: UndefinedMode;
  readonly native: boolean;
  readonly filter: (name: string, value: Value, call: Call) => Pending<Value>;
  readonly test: (name: string, value: Value, args: readonly Value[]) => boolean;
}

/** `value | name(arguments)`. */
export type Filter = (value: Value, call: Call, toolbox: Toolbox) => Pending<Value>;

export type Filters = ReadonlyMap<string, Filter>;

/** Filters by name. A Map, so that no name reaches what JavaScript objects inherit. */
export function filterTable(table: Readonly<Record<string, Filter>>): Filters {
  return new Map(Object.entries(table));
}
