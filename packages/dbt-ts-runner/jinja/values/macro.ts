import type { Pending } from '../pending.ts';
import type { Call } from './call.ts';
import type { Value } from './value.ts';

/** A macro bound to the names it sees; its call gives text, or what the host's `return()` was given. */
export class Macro {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly invoke: (call: Call) => Pending<Value>;

  constructor(name: string, args: readonly string[], invoke: (call: Call) => Pending<Value>) {
    this.name = name;
    this.arguments = args;
    this.invoke = invoke;
  }
}
