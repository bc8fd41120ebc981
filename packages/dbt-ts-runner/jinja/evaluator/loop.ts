import { PythonError } from '../errors.ts';
import type { Pending } from '../pending.ts';
import { equals } from '../values/equality.ts';
import { type HostObject, hostFunction, hostObject } from '../values/host.ts';
import { PyTuple } from '../values/tuple.ts';
import type { Value } from '../values/value.ts';
import type { Frame } from './frame.ts';

/** Where a running `for` stands; `loop` shows it to the template. */
export class LoopState {
  readonly items: readonly Value[];
  readonly depth: number;
  index = 0;
  #changed: PyTuple | undefined;

  constructor(items: readonly Value[], depth: number) {
    this.items = items;
    this.depth = depth;
  }

  /** The `loop` variable; `recurse` renders the loop again for the items it is given. */
  show(frame: Frame, recurse?: (items: Value, depth: number) => Pending<Value>): HostObject {
    const { items } = this;
    const neighbour = (offset: number, hint: string) => () => {
      const item = items[this.index + offset];
      return item === undefined ? frame.undefined(hint) : item;
    };
    return hostObject({
      type: 'LoopContext',
      attributes: {
        index: () => this.index + 1,
        index0: () => this.index,
        revindex: () => items.length - this.index,
        revindex0: () => items.length - this.index - 1,
        first: () => this.index === 0,
        last: () => this.index === items.length - 1,
        length: items.length,
        depth: this.depth + 1,
        depth0: this.depth,
        previtem: neighbour(-1, 'there is no previous item'),
        nextitem: neighbour(1, 'there is no next item'),
        cycle: hostFunction('cycle', ({ args }) => this.#cycle(args)),
        changed: hostFunction('changed', ({ args }) => this.#hasChanged(new PyTuple(args))),
      },
      text: () => `<LoopContext ${this.index + 1}/${items.length}>`,
      call: ({ args: [inner] }) => {
        if (recurse && inner !== undefined) return recurse(inner, this.depth + 1);
        throw new PythonError(
          'TypeError',
          "The loop must have the 'recursive' marker to be called recursively.",
        );
      },
    });
  }

  #cycle(args: readonly Value[]): Value {
    const value = args[this.index % args.length];
    if (value === undefined) throw new PythonError('TypeError', 'no items for cycling given');
    return value;
  }

  #hasChanged(values: PyTuple): boolean {
    if (this.#changed && equals(this.#changed, values)) return false;
    this.#changed = values;
    return true;
  }
}
