import type { Value } from './value.ts';

/** A Python tuple. */
export class PyTuple {
  readonly items: readonly Value[];

  constructor(items: readonly Value[] = []) {
    this.items = items;
  }
}
