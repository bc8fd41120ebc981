import {
  type Bound,
  type Context,
  type HostObject,
  hostObject,
  type Macro,
  type Template,
  type Value,
} from '../jinja/index.ts';
import { internalPackage, type MacroEntry, type MacroLibrary, type Mode } from './macro_library.ts';

/** Finds a name that is neither macro nor package. */
export type NameLookup = (name: string) => Value | undefined;

export interface MacroScopeOptions {
  readonly library: MacroLibrary;
  readonly mode: Mode;
  /** The package whose template is rendered. */
  readonly packageName: string;
  readonly names: NameLookup;
  /** Names that even macros cannot hide: a unit test's overrides. */
  readonly overrides?: ReadonlyMap<string, Value>;
  /** Told each macro that the rendered template itself asks for. */
  readonly onMacro?: (entry: MacroEntry) => void;
}

/** The macros as one node's rendering sees them, bound when first asked for. */
export class MacroScope {
  readonly #options: MacroScopeOptions;
  readonly #bound = new Map<Template, Bound>();
  readonly #contexts = new Map<string, Context>();
  readonly #namespaces = new Map<string, HostObject>();

  constructor(options: MacroScopeOptions) {
    this.#options = options;
  }

  /** The context of the node's own template. */
  get context(): { readonly lookup: NameLookup } {
    const { packageName, onMacro } = this.#options;
    return { lookup: (name) => this.#lookup(name, packageName, onMacro) };
  }

  /** The macro an entry stands for, bound to this scope. */
  bind(entry: MacroEntry): Macro {
    const template = entry.templates[this.#options.mode];
    let macros = this.#bound.get(template);
    if (macros === undefined) {
      macros = template.bindMacros(this.#contextOf(entry.node.package_name));
      this.#bound.set(template, macros);
    }
    const macro = macros.get(entry.macroName);
    if (macro === undefined) throw new Error(`macro ${entry.macroName} was not bound`);
    return macro;
  }

  /** The macro a name means in the node's package. */
  find(name: string): Macro | undefined {
    const entry = this.#options.library.find(name, this.#options.packageName);
    return entry === undefined ? undefined : this.bind(entry);
  }

  #contextOf(packageName: string): Context {
    const from = packageName === internalPackage ? this.#options.packageName : packageName;
    let context = this.#contexts.get(from);
    if (context === undefined) {
      context = { lookup: (name) => this.#lookup(name, from, undefined) };
      this.#contexts.set(from, context);
    }
    return context;
  }

  #lookup(
    name: string,
    from: string,
    onMacro: ((entry: MacroEntry) => void) | undefined,
  ): Value | undefined {
    const override = this.#options.overrides?.get(name);
    if (override !== undefined) return override;
    const own = this.#projectMacro(name, from);
    if (own !== undefined) {
      onMacro?.(own);
      return this.bind(own);
    }
    const value = this.#options.names(name);
    if (value !== undefined) return value;
    const internal = this.#options.library.inPackage(internalPackage, name);
    if (internal !== undefined) {
      onMacro?.(internal);
      return this.bind(internal);
    }
    return this.#options.library.hasPackage(name) ? this.#namespace(name) : undefined;
  }

  /** The node's package comes first, so that a project can replace what a package calls. */
  #projectMacro(name: string, from: string): MacroEntry | undefined {
    const { library, packageName } = this.#options;
    return library.inProject(name, packageName, from);
  }

  #namespace(packageName: string): HostObject {
    let namespace = this.#namespaces.get(packageName);
    if (namespace === undefined) {
      namespace = hostObject({
        type: 'MacroNamespace',
        attribute: (name) => {
          const entry = this.#options.library.inPackage(packageName, name);
          if (entry === undefined) return undefined;
          this.#options.onMacro?.(entry);
          return this.bind(entry);
        },
      });
      this.#namespaces.set(packageName, namespace);
    }
    return namespace;
  }
}
