import { RunnerError } from '../errors.ts';
import type { BlockDefinition, Template } from '../jinja/index.ts';
import type { MacroNode } from '../manifest/node.ts';

/** Whether templates are read for their facts or carried out. */
export type Mode = 'parse' | 'run';

/** A macro's record and the file's template, for each mode. */
export interface MacroEntry {
  readonly node: MacroNode;
  readonly macroName: string;
  readonly statements: BlockDefinition['statements'];
  readonly templates: Readonly<Record<Mode, Template>>;
  /** Ids of the macros it calls, where an earlier parse found them. */
  readonly dependencies?: readonly string[] | undefined;
}

/** The package that holds the runner's own macros. */
export const internalPackage = 'dbt';

/** All macros of a project, found by package and name. */
export class MacroLibrary {
  readonly rootPackage: string;
  readonly #packages = new Map<string, Map<string, MacroEntry>>([[internalPackage, new Map()]]);
  readonly #seen = new Map<string, Map<string, MacroEntry | undefined>>();
  readonly #searchOrders: ReadonlyMap<string, readonly string[]>;

  constructor(rootPackage: string, searchOrders: ReadonlyMap<string, readonly string[]>) {
    this.rootPackage = rootPackage;
    this.#searchOrders = searchOrders;
  }

  add(entry: MacroEntry): void {
    const macros = this.#of(entry.node.package_name);
    const other = macros.get(entry.macroName);
    if (other !== undefined) {
      throw new RunnerError(
        'duplicate_name',
        `The macro '${entry.macroName}' is also defined in ${other.node.original_file_path}. Rename one.`,
        { place: { file: entry.node.original_file_path } },
      );
    }
    macros.set(entry.macroName, entry);
  }

  addPackage(name: string): void {
    this.#of(name);
  }

  get packageNames(): string[] {
    return [...this.#packages.keys()];
  }

  hasPackage(name: string): boolean {
    return this.#packages.has(name);
  }

  all(): MacroEntry[] {
    return [...this.#packages.values()].flatMap((macros) => [...macros.values()]);
  }

  inPackage(packageName: string, macroName: string): MacroEntry | undefined {
    return this.#packages.get(packageName)?.get(macroName);
  }

  /** The macro an unqualified name means inside `from`: own package, then root, then internal. */
  find(macroName: string, from: string): MacroEntry | undefined {
    const own = from === internalPackage ? undefined : this.inPackage(from, macroName);
    return (
      own ??
      this.inPackage(this.rootPackage, macroName) ??
      this.inPackage(internalPackage, macroName)
    );
  }

  /** The macro an unqualified name means in `from` while a node of `packageName` is rendered; internal ones aside. */
  inProject(macroName: string, packageName: string, from: string): MacroEntry | undefined {
    const key = `${packageName}/${from}`;
    const seen = this.#seen.get(key) ?? new Map<string, MacroEntry | undefined>();
    this.#seen.set(key, seen);
    if (seen.has(macroName)) return seen.get(macroName);
    const found =
      this.inPackage(packageName, macroName) ??
      this.inPackage(this.rootPackage, macroName) ??
      this.inPackage(from, macroName);
    seen.set(macroName, found);
    return found;
  }

  /** The macro of that name in any package: root first, internal last. */
  anywhere(macroName: string): MacroEntry | undefined {
    for (const packageName of this.#rootFirst()) {
      const found = this.inPackage(packageName, macroName);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The macro that `adapter.dispatch` chooses for adapters of this type. */
  dispatch(
    macroName: string,
    namespace: string | undefined,
    from: string,
    adapterType: string,
  ): MacroEntry | undefined {
    for (const packageName of this.#searchOrder(namespace)) {
      for (const prefix of [adapterType, 'default']) {
        const name = `${prefix}__${macroName}`;
        const found =
          packageName === undefined ? this.find(name, from) : this.inPackage(packageName, name);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /**
   * The materialization of that name: one for the adapter before one for all, the root package's
   * before any, and the runner's before a package's unless `packagesFirst` says otherwise.
   */
  materialization(
    name: string,
    adapterType: string,
    packagesFirst: boolean,
  ): MacroEntry | undefined {
    const names = [adapterType, 'default'].map((adapter) => `materialization_${name}_${adapter}`);
    const isOwn = names.some((each) => this.inPackage(internalPackage, each) !== undefined);
    const packages =
      isOwn && !packagesFirst ? [this.rootPackage, internalPackage] : this.#rootFirst();
    for (const each of names) {
      for (const packageName of packages) {
        const found = this.inPackage(packageName, each);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** A generic test by the namespace given in YAML, or as seen from the package. */
  genericTest(name: string, namespace: string | null, from: string): MacroEntry | undefined {
    const macroName = `test_${name}`;
    return namespace === null ? this.find(macroName, from) : this.inPackage(namespace, macroName);
  }

  #rootFirst(): string[] {
    const others = this.packageNames.filter(
      (name) => name !== this.rootPackage && name !== internalPackage,
    );
    return [this.rootPackage, ...others, internalPackage];
  }

  #searchOrder(namespace: string | undefined): readonly (string | undefined)[] {
    if (namespace === undefined) return [undefined];
    const order = this.#searchOrders.get(namespace);
    if (order !== undefined) return order;
    return namespace === internalPackage || !this.#packages.has(namespace)
      ? [undefined]
      : [this.rootPackage, namespace];
  }

  #of(packageName: string): Map<string, MacroEntry> {
    const known = this.#packages.get(packageName);
    if (known !== undefined) return known;
    const created = new Map<string, MacroEntry>();
    this.#packages.set(packageName, created);
    return created;
  }
}
