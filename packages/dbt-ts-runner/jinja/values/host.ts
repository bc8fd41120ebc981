import type { Pending } from '../pending.ts';
import type { Call } from './call.ts';
import type { Value } from './value.ts';

/** A TypeScript function that templates may call; it may answer with a promise. */
export class HostFunction {
  readonly name: string;
  readonly invoke: (call: Call) => Pending<Value>;

  constructor(name: string, invoke: (call: Call) => Pending<Value>) {
    this.name = name;
    this.invoke = invoke;
  }
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

/**
 * What templates may see of a TypeScript object. Nothing but what is named here is reachable.
 * - `attributes`: allow-list; a function is called at each read.
 * - `attribute`: further names, decided at read (agate rows); `undefined` when there is none.
 * - `items`: `object[key]`; `undefined` when there is none (names of `attributes` are tried next).
 * - `key`: objects of one `type` with the same key are equal and hash alike (relations).
 * - `mapping`/`sequence`: answer to the tests of these names; default false.
 * - `binary`: arithmetic; `reversed` when the object stands on the right.
 * - `native`: the TypeScript object behind, for the host alone.
 */
export interface HostObjectSpec {
  readonly type: string;
  readonly attributes?: Readonly<Record<string, Value | (() => Pending<Value>)>>;
  readonly attribute?: (name: string) => Pending<Value> | undefined;
  readonly items?: (key: Value) => Pending<Value> | undefined;
  readonly iterate?: () => Iterable<Value>;
  readonly length?: () => number;
  readonly contains?: (item: Value) => boolean;
  readonly call?: (call: Call) => Pending<Value>;
  readonly text?: () => string;
  readonly repr?: () => string;
  readonly truthy?: () => boolean;
  readonly key?: string;
  readonly mapping?: boolean;
  readonly sequence?: boolean;
  readonly compare?: (other: Value) => number | undefined;
  readonly binary?: (
    operator: BinaryOperator,
    other: Value,
    reversed: boolean,
  ) => Value | undefined;
  readonly native?: unknown;
}

/** A TypeScript object as templates see it: through its `spec` and nothing else. */
export class HostObject {
  readonly spec: HostObjectSpec;

  constructor(spec: HostObjectSpec) {
    this.spec = spec;
  }

  get type(): string {
    return this.spec.type;
  }

  get key(): string | undefined {
    return this.spec.key;
  }

  /** The TypeScript object behind; templates cannot reach it. */
  get native(): unknown {
    return this.spec.native;
  }
}

/** Makes a function callable from templates; what it throws reaches them as a `JinjaError` whose `cause` it is. */
export function hostFunction(name: string, fn: (call: Call) => Pending<Value>): HostFunction {
  return new HostFunction(name, fn);
}

/** Shows templates as much of an object as `spec` names. */
export function hostObject(spec: HostObjectSpec): HostObject {
  return new HostObject(spec);
}
