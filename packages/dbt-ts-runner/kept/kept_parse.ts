import { hash, randomUUID } from 'node:crypto';
import type { Influences } from '../context/influences.ts';
import type { Kept, KeptUnit } from './kept_file.ts';
import { isPlain } from './plain.ts';

/**
 * Parts of a parse by what they were made from, those of an earlier one and those of this. All
 * parts of one file share macros, dbt_project.yml, target, variables and environment; beyond these
 * a part depends on the inputs it is asked for with and on docs blocks.
 */
export class KeptParse {
  readonly #influences: Influences;
  readonly #keeps: boolean;
  readonly #earlier: ReadonlyMap<string, KeptUnit>;
  readonly #units = new Map<string, KeptUnit>();
  #made = false;
  #docs = '';

  /** Where nothing is to be kept every part is made. */
  constructor(influences: Influences, earlier: Kept | undefined, keeps: boolean) {
    this.#influences = influences;
    this.#keeps = keeps;
    this.#earlier = new Map(earlier?.units.map((unit) => [unit[0], unit]));
  }

  /** What may be used by the next parse. */
  get units(): KeptUnit[] {
    return [...this.#units.values()];
  }

  /** What the parts gave: values, and entries of lists. */
  get values(): Set<unknown> {
    return new Set(this.units.flatMap(([, , value]) => value));
  }

  /** True when the next parse has other parts to use than this one had. */
  get isChanged(): boolean {
    return this.#made || this.#units.size < this.#earlier.size;
  }

  /** Tells the docs blocks that descriptions may show. */
  knowDocs(blocks: readonly unknown[]): void {
    this.#docs = hashOf([JSON.stringify(blocks)]);
  }

  /** What `make` gave for equal inputs, or gives now. Kept unless it may differ the next time. */
  async part<T>(inputs: readonly string[], make: () => T | Promise<T>): Promise<T> {
    return (await this.named(inputs, make)).value;
  }

  /** The same, with an id that differs whenever the part may. */
  async named<T>(
    inputs: readonly string[],
    make: () => T | Promise<T>,
  ): Promise<{ id: string; value: T }> {
    if (!this.#keeps) return { id: '', value: await make() };
    const id = hashOf(inputs);
    const earlier = this.#earlier.get(id);
    if (earlier !== undefined && (earlier[1] === null || earlier[1] === this.#docs)) {
      this.#units.set(id, earlier);
      return { id, value: earlier[2] as T };
    }
    const { fleeting, docs } = this.#influences;
    const value = await make();
    if (this.#influences.fleeting > fleeting) return { id: randomUUID(), value };
    if (isPlain(value)) {
      this.#units.set(id, [id, this.#influences.docs > docs ? this.#docs : null, value]);
      this.#made = true;
    }
    return { id, value };
  }
}

/** One hash of several texts, each told from the next. */
function hashOf(texts: readonly string[]): string {
  return hash('sha256', texts.map((text) => `${text.length}:${text}`).join(''));
}
