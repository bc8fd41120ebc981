import { hashKey, type Key } from './hash.ts';
import type { Value } from './value.ts';

/** A Python set; it iterates in insertion order. */
export class PySet {
  readonly unhashable = 'set';
  readonly #entries = new Map<Key, Value>();

  constructor(items: Iterable<Value> = []) {
    for (const item of items) this.add(item);
  }

  get size(): number {
    return this.#entries.size;
  }

  has(item: Value): boolean {
    return this.#entries.has(hashKey(item));
  }

  add(item: Value): void {
    const key = hashKey(item);
    if (!this.#entries.has(key)) this.#entries.set(key, item);
  }

  delete(item: Value): boolean {
    return this.#entries.delete(hashKey(item));
  }

  clear(): void {
    this.#entries.clear();
  }

  values(): Value[] {
    return [...this.#entries.values()];
  }
}
