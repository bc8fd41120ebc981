import type { BlockDefinition } from './definitions.ts';
import type { Macro } from './values/macro.ts';

/** A file's macros bound to the names they see, each made when it is first asked for. */
export class Bound implements Iterable<[string, Macro]> {
  readonly #definitions: ReadonlyMap<string, BlockDefinition>;
  readonly #make: (definition: BlockDefinition) => Macro;
  readonly #made = new Map<string, Macro>();

  constructor(
    definitions: ReadonlyMap<string, BlockDefinition>,
    make: (definition: BlockDefinition) => Macro,
  ) {
    this.#definitions = definitions;
    this.#make = make;
  }

  get(name: string): Macro | undefined {
    const made = this.#made.get(name);
    if (made !== undefined) return made;
    const definition = this.#definitions.get(name);
    if (definition === undefined) return undefined;
    const macro = this.#make(definition);
    this.#made.set(name, macro);
    return macro;
  }

  *[Symbol.iterator](): Generator<[string, Macro]> {
    for (const name of this.#definitions.keys()) {
      const macro = this.get(name);
      if (macro !== undefined) yield [name, macro];
    }
  }
}
