import type { ProjectFile } from './project_file.ts';
import { type Json, type JsonObject, objectOf } from './yaml.ts';

/** Values of var() for the nodes of one package, from the strongest source to the weakest. */
export class Vars {
  readonly #layers: readonly JsonObject[];

  constructor(layers: readonly JsonObject[]) {
    this.#layers = layers;
  }

  /** Given variables, then the root project's for this package, the root's own, the package's own. */
  static of(given: JsonObject, root: ProjectFile, own: ProjectFile): Vars {
    return new Vars([
      given,
      objectOf(root.vars[own.name]),
      root.vars,
      objectOf(own.vars[own.name]),
      own.vars,
    ]);
  }

  /** The same variables under stronger ones. */
  under(stronger: JsonObject): Vars {
    return new Vars([stronger, ...this.#layers]);
  }

  has(name: string): boolean {
    return this.#layers.some((layer) => Object.hasOwn(layer, name));
  }

  get(name: string): Json | undefined {
    return this.#layers.find((layer) => Object.hasOwn(layer, name))?.[name];
  }

  get names(): string[] {
    return [...new Set(this.#layers.flatMap((layer) => Object.keys(layer)))];
  }
}
