import type { Value } from './value.ts';

/** A Python list: shared by reference and mutable. */
export class PyList {
  readonly unhashable = 'list';
  readonly items: Value[];

  constructor(items: Value[] = []) {
    this.items = items;
  }
}
