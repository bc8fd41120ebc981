import { builtins } from '../builtins.ts';
import { type Context, lookupIn } from '../context.ts';
import { Undefined, type UndefinedMode } from '../values/undefined.ts';
import type { Value } from '../values/value.ts';

/** What one rendering, or one file's bound macros, share. */
export interface Unit {
  readonly file: string;
  readonly mode: UndefinedMode;
  /** Values keep their type instead of becoming text. */
  readonly native: boolean;
  readonly globals: Readonly<Record<string, Value>>;
  readonly context: () => Context;
  /** Names of last resort: the macros of the same file. */
  readonly siblings: Pick<ReadonlyMap<string, Value>, 'get'>;
}

/** Names set at one level of nesting; inner frames see outer ones, never the other way round. */
export class Frame {
  readonly unit: Unit;
  readonly parent: Frame | undefined;
  readonly #names = new Map<string, Value>();

  constructor(unit: Unit, parent?: Frame) {
    this.unit = unit;
    this.parent = parent;
  }

  inner(): Frame {
    return new Frame(this.unit, this);
  }

  set(name: string, value: Value): void {
    this.#names.set(name, value);
  }

  /** None is a value here: only a name that was never set goes on outwards. */
  lookup(name: string): Value {
    for (let frame: Frame | undefined = this; frame; frame = frame.parent) {
      const value = frame.#names.get(name);
      if (value !== undefined) return value;
    }
    const value = this.#outside(name);
    return value === undefined ? this.undefined(`'${name}' is undefined`) : value;
  }

  undefined(hint: string): Undefined {
    return new Undefined(this.unit.mode, hint);
  }

  #outside(name: string): Value | undefined {
    const { context, globals, siblings } = this.unit;
    const given = lookupIn(context(), name);
    if (given !== undefined) return given;
    if (Object.hasOwn(globals, name)) return globals[name];
    return builtins.has(name) ? builtins.get(name) : siblings.get(name);
  }
}
