import type { Session } from '../adapter/adapter.ts';
import { ephemeralRelation } from '../adapter/relation.ts';
import { translateError } from '../context/failure.ts';
import { type RunSubject, runScope } from '../context/run_context.ts';
import type { Services } from '../context/services.ts';
import { testArguments } from '../context/test_arguments.ts';
import type { Environment, Value } from '../jinja/index.ts';
import type { CodeNode, ModelNode, RefableNode } from '../manifest/node.ts';
import { BrokenEphemeral } from './broken_ephemeral.ts';
import { type Cte, injectCtes } from './inject_ctes.ts';

/** A node's SQL with everything resolved. */
export interface Compiled {
  readonly sql: string;
  /** CTEs of ephemeral models, in order of need. */
  readonly ctes: readonly Cte[];
}

type Extras = Omit<RunSubject, 'node' | 'session' | 'onEphemeral'>;

/** Renders nodes to SQL for one run; ephemeral models are rendered once. */
export class Compiler {
  readonly #services: Services;
  readonly #ephemeral = new Map<string, Promise<Compiled>>();

  constructor(services: Services) {
    this.#services = services;
  }

  async compile(node: CodeNode, session: Session, extras: Extras = {}): Promise<Compiled> {
    const { sql, ctes } = await this.#parts(node, session, extras);
    return { sql: injectCtes(sql, ctes), ctes };
  }

  /** The node's own text, and the CTEs that must stand before it. */
  async #parts(node: CodeNode, session: Session, extras: Extras): Promise<Compiled> {
    const needed = new Map<string, ModelNode>();
    const onEphemeral = (model: RefableNode) => {
      if (model.resource_type === 'model') needed.set(model.unique_id, model);
    };
    const sql = await this.#render(node, { node, session, onEphemeral, ...extras });
    const ctes = new Map<string, Cte>();
    for (const model of needed.values()) {
      const parts = await this.#ephemeralParts(model, session).catch((error: unknown) => {
        throw error instanceof BrokenEphemeral ? error : new BrokenEphemeral(model, error);
      });
      const name = ephemeralRelation(model.name).text;
      for (const cte of [...parts.ctes, { name, sql: parts.sql }]) ctes.set(cte.name, cte);
    }
    return { sql, ctes: [...ctes.values()] };
  }

  #ephemeralParts(model: ModelNode, session: Session): Promise<Compiled> {
    let parts = this.#ephemeral.get(model.unique_id);
    if (parts === undefined) {
      parts = this.#parts(model, session, {});
      this.#ephemeral.set(model.unique_id, parts);
    }
    return parts;
  }

  async #render(node: CodeNode, subject: RunSubject): Promise<string> {
    const environment = this.#services.environments.run;
    const { scope } = runScope(this.#services, subject);
    try {
      const context =
        node.resource_type === 'test' && node.test_metadata !== null
          ? await withTestArguments(node.test_metadata.kwargs, environment, scope.context, node)
          : scope.context;
      const text = `${node.leading ?? ''}${node.raw_code}`;
      return await environment.parse(text, node.original_file_path).render(context);
    } catch (error) {
      throw translateError(error);
    }
  }
}

type Lookup = { readonly lookup: (name: string) => Value | undefined };

async function withTestArguments(
  kwargs: Parameters<typeof testArguments>[0],
  environment: Environment,
  outer: Lookup,
  node: CodeNode,
): Promise<Lookup> {
  const given = await testArguments(kwargs, environment, outer, node.original_file_path);
  return {
    lookup: (name) => (name === '_dbt_generic_test_kwargs' ? given : outer.lookup(name)),
  };
}
