import { Relation } from '../adapter/relation.ts';
import { relationFor } from '../context/run_context.ts';
import type { Services } from '../context/services.ts';
import { Graph } from '../graph/graph.ts';
import type { ExecutableNode, RefableNode } from '../manifest/node.ts';
import { isRefable } from '../manifest/node_record.ts';
import { type JsonObject, objectOf, textOf } from '../project/yaml.ts';
import { inTransaction } from '../run/transaction.ts';
import { type PreviousState, previousManifest } from './previous.ts';

/** How a run reads what it does not build. */
export interface Deferral {
  readonly state: PreviousState | undefined;
  /** The earlier relation wins even where the own one exists. */
  readonly favorState: boolean;
}

/**
 * Relations of the earlier run for the nodes that the run reads and does not build: all of them
 * where the state is favoured, else those whose own relation does not exist.
 */
export async function deferredRelations(
  services: Services,
  nodes: readonly ExecutableNode[],
  { state, favorState }: Deferral,
): Promise<Map<string, Relation>> {
  const previous = objectOf(previousManifest(state, '--defer').nodes);
  const deferred = new Map<string, Relation>();
  const candidates = readNodes(services, nodes).flatMap((node) => {
    const record = previous[node.unique_id];
    return record === undefined ? [] : [{ node, relation: relationIn(objectOf(record)) }];
  });
  if (candidates.length === 0) return deferred;
  await inTransaction(services.adapter, async (session) => {
    for (const { node, relation } of candidates) {
      if (!favorState && (await session.relation(relationFor(node))) !== undefined) continue;
      deferred.set(node.unique_id, relation);
    }
  });
  return deferred;
}

/** Models, seeds and snapshots right above the run, looking through ephemeral models. */
function readNodes({ manifest }: Services, nodes: readonly ExecutableNode[]): RefableNode[] {
  const graph = Graph.of(manifest);
  const built = new Set(nodes.map((node) => node.unique_id));
  const seen = new Set<string>();
  const read: RefableNode[] = [];
  const tested = nodes.flatMap((node) =>
    node.resource_type === 'unit_test' ? node.depends_on.nodes : [],
  );
  const pending = [...built, ...tested];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const parent of graph.parents(id)) {
      if (seen.has(parent) || built.has(parent)) continue;
      seen.add(parent);
      const node = manifest.nodes.get(parent);
      if (node === undefined || !isRefable(node)) continue;
      if (node.config.materialized === 'ephemeral') pending.push(parent);
      else read.push(node);
    }
  }
  return read;
}

/** The relation that a manifest's record of a node names. */
export function relationIn(record: JsonObject): Relation {
  return new Relation({
    database: textOf(record.database),
    schema: textOf(record.schema),
    identifier: textOf(record.alias) ?? textOf(record.name),
  });
}
