import { Relation } from '../adapter/relation.ts';
import { relationFor } from '../context/run_context.ts';
import type { Services } from '../context/services.ts';
import type { ExecutableNode, OperationNode, RefableNode } from '../manifest/node.ts';
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

/** Something whose text reads relations. */
type Reader = ExecutableNode | OperationNode;

/**
 * Relations of the earlier run for what the nodes read and the run does not build: all of them
 * where the state is favoured, else those whose own relation does not exist.
 */
export async function deferredRelations(
  services: Services,
  nodes: readonly Reader[],
  built: ReadonlySet<string>,
  { state, favorState }: Deferral,
): Promise<Map<string, Relation>> {
  const previous = objectOf(previousManifest(state, '--defer').nodes);
  const deferred = new Map<string, Relation>();
  const candidates = readNodes(services, nodes, built).flatMap((node) => {
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

/** Models, seeds and snapshots right above the nodes, looking through ephemeral models. */
function readNodes(
  { manifest }: Services,
  nodes: readonly Reader[],
  built: ReadonlySet<string>,
): RefableNode[] {
  const seen = new Set<string>();
  const read: RefableNode[] = [];
  const tested = nodes.flatMap((node) =>
    node.resource_type === 'unit_test' ? node.depends_on.nodes : [],
  );
  const models = tested.flatMap((id) => manifest.nodes.get(id) ?? []);
  const pending = [...nodes, ...models].flatMap(readBy);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id) || built.has(id)) continue;
    seen.add(id);
    const node = manifest.nodes.get(id);
    if (node === undefined || !isRefable(node)) continue;
    if (node.config.materialized === 'ephemeral') pending.push(...readBy(node));
    else read.push(node);
  }
  return read;
}

function readBy(node: Reader): readonly string[] {
  return node.resource_type === 'seed' ? [] : node.depends_on.nodes;
}

/** The relation that a manifest's record of a node names. */
export function relationIn(record: JsonObject): Relation {
  return new Relation({
    database: textOf(record.database),
    schema: textOf(record.schema),
    identifier: textOf(record.alias) ?? textOf(record.name),
  });
}
