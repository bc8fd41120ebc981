import type { Value } from './value.ts';

/** A Python generator over known items: it can be walked once. */
export class PyIterator {
  readonly #items: readonly Value[];
  #next = 0;

  constructor(items: readonly Value[]) {
    this.#items = items;
  }

  take(): Value | undefined {
    return this.#next < this.#items.length ? this.#items[this.#next++] : undefined;
  }

  rest(): Value[] {
    const rest = this.#items.slice(this.#next);
    this.#next = this.#items.length;
    return rest;
  }
}
