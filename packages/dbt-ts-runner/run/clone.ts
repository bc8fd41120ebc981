import type { Session } from '../adapter/adapter.ts';
import { relationObject } from '../context/relation_object.ts';
import { relationFor } from '../context/run_context.ts';
import type { Services } from '../context/services.ts';
import type { RefableNode } from '../manifest/node.ts';
import { objectOf } from '../project/yaml.ts';
import { relationIn } from '../state/defer.ts';
import { type PreviousState, previousManifest } from '../state/previous.ts';
import { callMacro } from './call_macro.ts';
import { operationNode } from './operation_node.ts';

/** Makes a node's relation read as that of the earlier run; gives what was done. */
export async function cloneNode(
  services: Services,
  session: Session,
  node: RefableNode,
  state: PreviousState | undefined,
): Promise<string> {
  const record = objectOf(previousManifest(state, 'clone').nodes)[node.unique_id];
  if (record === undefined) return 'No-op: not in the state';
  const there = await session.relation(relationIn(objectOf(record)));
  if (there === undefined) return `No-op: ${relationIn(objectOf(record)).text} does not exist`;
  const own = relationFor(node);
  if (own.text === there.text) return 'No-op: is the relation of the state itself';
  const isFullRefresh = services.invocation.flags.FULL_REFRESH === true;
  if (!isFullRefresh && (await session.relation(own)) !== undefined) return 'No-op: exists already';
  const asked =
    node.resource_type === 'seed'
      ? operationNode(services, node.package_name, node.name, '', node.original_file_path)
      : { ...node, config: { ...node.config, contract: { enforced: false } } };
  const relations = [relationObject(own), relationObject(there)];
  await callMacro(services, session, asked, 'create_or_replace_clone', relations);
  return `CLONE ${there.text}`;
}
