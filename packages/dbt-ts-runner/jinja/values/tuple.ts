import type { Value } from './value.ts';

/** A Python tuple; `names` makes its items readable as attributes, in the same order. */
export class PyTuple {
  readonly items: readonly Value[];
  readonly names: readonly string[];

  constructor(items: readonly Value[] = [], names: readonly string[] = []) {
    this.items = items;
    this.names = names;
  }
}
