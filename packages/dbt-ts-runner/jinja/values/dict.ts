import { hashKey, type Key } from './hash.ts';
import type { Value } from './value.ts';

/** A Python dict: insertion-ordered, keys compare as Python's do (1 == 1.0 == True). */
export class PyDict {
  readonly unhashable = 'dict';
  readonly #entries = new Map<Key, [Value, Value]>();

  constructor(entries: Iterable<readonly [Value, Value]> = []) {
    for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Value): Value | undefined {
    return this.#entries.get(hashKey(key))?.[1];
  }

  has(key: Value): boolean {
    return this.#entries.has(hashKey(key));
  }

  set(key: Value, value: Value): void {
    const hash = hashKey(key);
    const entry = this.#entries.get(hash);
    if (entry) entry[1] = value;
    else this.#entries.set(hash, [key, value]);
  }

  delete(key: Value): boolean {
    return this.#entries.delete(hashKey(key));
  }

  clear(): void {
    this.#entries.clear();
  }

  keys(): Value[] {
    return Array.from(this.#entries.values(), (entry) => entry[0]);
  }

  values(): Value[] {
    return Array.from(this.#entries.values(), (entry) => entry[1]);
  }

  entries(): [Value, Value][] {
    return Array.from(this.#entries.values(), ([key, value]) => [key, value]);
  }
}
