import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MacroEntry, Mode } from '../context/macro_library.ts';
import {
  type BlockDefinition,
  type Environment,
  JinjaError,
  type Template,
} from '../jinja/index.ts';
import type { MacroNode } from '../manifest/node.ts';
import { definitionsIn } from './definitions.ts';
import { withoutLooseExpressions } from './loose_expressions.ts';

export type Environments = Readonly<Record<Mode, Environment>>;

/** A file with macros, read and parsed when first asked. */
export class MacroFile {
  readonly packageName: string;
  /** Path from the package's folder. */
  readonly path: string;
  readonly #absolute: string;
  readonly #environments: Environments;
  #text: string | undefined;
  #code: string | undefined;
  #definitions: readonly BlockDefinition[] | undefined;
  #templates: Readonly<Record<Mode, Template>> | undefined;

  constructor(packageName: string, dir: string, path: string, environments: Environments) {
    this.packageName = packageName;
    this.path = path;
    this.#absolute = join(dir, path);
    this.#environments = environments;
  }

  get text(): string {
    this.#text ??= readFileSync(this.#absolute, 'utf8');
    return this.#text;
  }

  /** The text as it is parsed: the same, or without what stands between macros and is no Jinja. */
  get code(): string {
    this.#code ??= this.#isParsed() ? this.text : withoutLooseExpressions(this.text);
    return this.#code;
  }

  #isParsed(): boolean {
    try {
      this.#environments.run.parse(this.text, this.path);
      return true;
    } catch (error) {
      if (error instanceof JinjaError) return false;
      throw error;
    }
  }

  /** The file's template for each mode. */
  get templates(): Readonly<Record<Mode, Template>> {
    const { parse, run } = this.#environments;
    this.#templates ??= {
      parse: parse.parse(this.code, this.path),
      run: run.parse(this.code, this.path),
    };
    return this.#templates;
  }

  /** Macros, tests and materializations. */
  get definitions(): readonly BlockDefinition[] {
    this.#definitions ??= definitionsIn(this.#environments.run, this.code, this.path).filter(
      ({ kind }) => kind !== 'docs' && kind !== 'snapshot',
    );
    return this.#definitions;
  }

  /** The entry of one of its macros. */
  entry(node: MacroNode, dependencies?: readonly string[]): MacroEntry {
    return new FileMacro(this, node, dependencies);
  }
}

class FileMacro implements MacroEntry {
  readonly node: MacroNode;
  readonly dependencies: readonly string[] | undefined;
  readonly #file: MacroFile;

  constructor(file: MacroFile, node: MacroNode, dependencies: readonly string[] | undefined) {
    this.#file = file;
    this.node = node;
    this.dependencies = dependencies;
  }

  get macroName(): string {
    return this.node.name;
  }

  get templates(): MacroEntry['templates'] {
    return this.#file.templates;
  }

  get statements(): MacroEntry['statements'] {
    const { name } = this.node;
    const found = this.#file.definitions.find(({ macroName }) => macroName === name);
    if (found === undefined) throw new Error(`${this.#file.path} has no macro ${name}`);
    return found.statements;
  }
}
