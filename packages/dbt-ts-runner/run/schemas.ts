import { Relation } from '../adapter/relation.ts';
import { translateError } from '../context/failure.ts';
import { relationObject } from '../context/relation_object.ts';
import { runScope } from '../context/run_context.ts';
import type { Services } from '../context/services.ts';
import { RunnerError } from '../errors.ts';
import type { ExecutableNode } from '../manifest/node.ts';
import { operationNode } from './hooks.ts';
import { inTransaction } from './transaction.ts';

/** Creates the schemas that the nodes will write to, before any of them runs. */
export async function createSchemas(
  services: Services,
  nodes: readonly ExecutableNode[],
  storeFailures: boolean,
): Promise<void> {
  const wanted = new Map<string, Relation>();
  for (const node of nodes) {
    if (node.resource_type === 'unit_test') continue;
    const stores = node.config.store_failures ?? storeFailures;
    if (node.resource_type === 'test' && stores !== true) continue;
    const { database, schema } = node;
    const relation = new Relation({ database, schema });
    wanted.set(relation.text.toLowerCase(), relation);
  }
  if (wanted.size === 0) return;
  await inTransaction(services.adapter, async (session) => {
    const node = operationNode(services, services.root.name, 'create_schemas', '');
    const { scope } = runScope(services, { node, session, strictRefs: false });
    const macro = scope.find('create_schema');
    if (macro === undefined) {
      throw new RunnerError('macro_missing', 'The macro create_schema does not exist. Define one.');
    }
    for (const relation of wanted.values()) {
      const schemas = await session.schemas(relation.database);
      const schema = relation.schema?.toLowerCase();
      if (schemas.some((name) => name.toLowerCase() === schema)) continue;
      try {
        await macro.invoke({
          args: [relationObject(relation)],
          kwargs: new Map(),
          position: { line: 1, column: 1 },
          file: 'create_schema',
        });
      } catch (error) {
        throw translateError(error);
      }
    }
  });
}
