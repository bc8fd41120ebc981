import { Relation } from '../adapter/relation.ts';
import { translateError } from '../context/failure.ts';
import { internalPackage } from '../context/macro_library.ts';
import type { MacroScope } from '../context/macro_scope.ts';
import { parseScope } from '../context/parse_context.ts';
import type { Services } from '../context/services.ts';
import { RunnerError } from '../errors.ts';
import { str, toValue } from '../jinja/index.ts';
import type { Json, JsonObject } from '../project/yaml.ts';

/** Where a node's relation lives. */
export interface NodeNames {
  readonly database: string;
  readonly schema: string;
  readonly alias: string;
}

/** Asks the macros generate_database_name, generate_schema_name and generate_alias_name. */
export class Naming {
  readonly #services: Services;
  /** Answers of built-in macros that look at the custom name alone, by macro and that name. */
  readonly #answers = new Map<string, Promise<string>>();
  readonly #builtIn = new Map<string, boolean>();
  #scope: MacroScope | undefined;

  constructor(services: Services) {
    this.#services = services;
  }

  async namesFor(node: JsonObject, config: JsonObject): Promise<NodeNames> {
    return {
      database: await this.#nameOf('generate_database_name', config.database, node),
      schema: await this.#nameOf('generate_schema_name', config.schema, node),
      alias: await this.#nameOf('generate_alias_name', config.alias, node),
    };
  }

  /** What the macro answers; of the node the built-in ones look at name and version alone. */
  async #nameOf(macro: string, custom: Json | undefined, node: JsonObject): Promise<string> {
    if (!this.#isBuiltIn(macro)) return this.#ask(macro, custom, node);
    const { name = null, version = null } = node;
    if (macro === 'generate_alias_name') return aliasOf(custom, name, version);
    const key = JSON.stringify([macro, custom]);
    const answer = this.#answers.get(key) ?? this.#ask(macro, custom, { name, version });
    this.#answers.set(key, answer);
    return answer;
  }

  /** Whether neither the macro nor what it dispatches to is replaced by a project's. */
  #isBuiltIn(macro: string): boolean {
    const known = this.#builtIn.get(macro);
    if (known !== undefined) return known;
    const { library, root, adapter } = this.#services;
    const isBuiltIn = [
      library.find(macro, root.name),
      library.dispatch(macro, internalPackage, root.name, adapter.type),
    ].every((entry) => entry?.node.package_name === internalPackage);
    this.#builtIn.set(macro, isBuiltIn);
    return isBuiltIn;
  }

  async #ask(name: string, custom: Json | undefined, node: JsonObject): Promise<string> {
    const macro = this.#rootScope().find(name);
    if (macro === undefined) {
      throw new RunnerError('macro_missing', `The macro ${name} does not exist. Define one.`);
    }
    try {
      const answer = await macro.invoke({
        args: [toValue(custom ?? null), toValue(node)],
        kwargs: new Map(),
        position: { line: 1, column: 1 },
        file: name,
      });
      return str(answer).trim();
    } catch (error) {
      throw translateError(error);
    }
  }

  /** The root package's macros win, whichever package the node is from. */
  #rootScope(): MacroScope {
    const { name } = this.#services.root;
    this.#scope ??= parseScope(this.#services, { packageName: name, name, model: {} }).scope;
    return this.#scope;
  }
}

/** What the built-in generate_alias_name answers, which is asked for every node. */
function aliasOf(custom: Json | undefined, name: Json, version: Json): string {
  if (custom !== undefined && custom !== null) return str(toValue(custom)).trim();
  if (version === null) return str(toValue(name)).trim();
  return `${str(toValue(name))}_v${str(toValue(version)).replaceAll('.', '_')}`.trim();
}

/** The relation of a node with these names, in SQL. */
export function relationName(names: NodeNames): string {
  return new Relation({ ...names, identifier: names.alias }).text;
}
