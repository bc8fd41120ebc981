import { Relation } from '../adapter/relation.ts';
import { relationObject } from '../context/relation_object.ts';
import type { Services } from '../context/services.ts';
import type { ExecutableNode } from '../manifest/node.ts';
import { callMacro } from './call_macro.ts';
import { operationNode } from './operation_node.ts';
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
  const databases = new Map<string | undefined, Relation[]>();
  for (const relation of wanted.values()) {
    databases.set(relation.database, [...(databases.get(relation.database) ?? []), relation]);
  }
  for (const relations of databases.values()) await createIn(services, relations);
}

/** A transaction can write to one database alone. */
async function createIn(services: Services, relations: readonly Relation[]): Promise<void> {
  await inTransaction(services.adapter, async (session) => {
    const node = operationNode(services, services.root.name, 'create_schemas', '');
    for (const relation of relations) {
      const schemas = await session.schemas(relation.database);
      const schema = relation.schema?.toLowerCase();
      if (schemas.some((name) => name.toLowerCase() === schema)) continue;
      await callMacro(services, session, node, 'create_schema', [relationObject(relation)]);
    }
  });
}
