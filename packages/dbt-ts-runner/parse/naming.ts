import { Relation } from '../adapter/relation.ts';
import { translateError } from '../context/failure.ts';
import { internalPackage } from '../context/macro_library.ts';
import type { MacroScope } from '../context/macro_scope.ts';
import { parseScope } from '../context/parse_context.ts';
import type { Services } from '../context/services.ts';
import { RunnerError } from '../errors.ts';
import { str, toValue, type Value } from '../jinja/index.ts';
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
  #scope: MacroScope | undefined;

  constructor(services: Services) {
    this.#services = services;
  }

  async namesFor(node: JsonObject, config: JsonObject): Promise<NodeNames> {
    const value = toValue(node);
    const ask = (macro: string, custom: Json | undefined) => this.#ask(macro, custom, value);
    const askOnce = (macro: string, custom: Json | undefined) => {
      if (!this.#isBuiltIn(macro)) return ask(macro, custom);
      const key = JSON.stringify([macro, custom]);
      const answer = this.#answers.get(key) ?? ask(macro, custom);
      this.#answers.set(key, answer);
      return answer;
    };
    return {
      database: await askOnce('generate_database_name', config.database),
      schema: await askOnce('generate_schema_name', config.schema),
      alias: await ask('generate_alias_name', config.alias),
    };
  }

  /** Whether neither the macro nor what it dispatches to is replaced by a project's. */
  #isBuiltIn(macro: string): boolean {
    const { library, root, adapter } = this.#services;
    return [
      library.find(macro, root.name),
      library.dispatch(macro, internalPackage, root.name, adapter.type),
    ].every((entry) => entry?.node.package_name === internalPackage);
  }

  async #ask(name: string, custom: Json | undefined, node: Value): Promise<string> {
    const macro = this.#rootScope().find(name);
    if (macro === undefined) {
      throw new RunnerError('macro_missing', `The macro ${name} does not exist. Define one.`);
    }
    try {
      const answer = await macro.invoke({
        args: [toValue(custom ?? null), node],
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

/** The relation of a node with these names, in SQL. */
export function relationName(names: NodeNames): string {
  return new Relation({ ...names, identifier: names.alias }).text;
}
