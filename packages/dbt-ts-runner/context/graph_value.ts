import { PyDict, toValue, type Value } from '../jinja/index.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { GraphNode, OperationNode } from '../manifest/node.ts';
import { seenNode } from '../manifest/seen_node.ts';
import type { Services } from './services.ts';

const wholeGraphs = new WeakMap<Manifest, PyDict>();
const runGraphs = new WeakMap<Services['invocation'], Value>();

/** `graph`. A run may write into what it sees; the next one sees nothing of that. */
export function graphValue({ manifest, invocation }: Services): Value {
  const known = runGraphs.get(invocation);
  if (known !== undefined) return known;
  const whole = wholeGraph(manifest);
  const value = new PyDict(whole.entries());
  runGraphs.set(invocation, value);
  return value;
}

function wholeGraph(manifest: Manifest): PyDict {
  const known = wholeGraphs.get(manifest);
  if (known !== undefined) return known;
  const records = (nodes: Iterable<GraphNode | OperationNode>) =>
    Object.fromEntries([...nodes].map((node) => [node.unique_id, seenNode(node, manifest)]));
  const carried = [...manifest.carried.values()];
  const value = toValue({
    nodes: records([...manifest.nodes.values(), ...manifest.operations.values()]),
    sources: records(manifest.sources.values()),
    exposures: records(carried.filter((node) => node.resource_type === 'exposure')),
    metrics: records(carried.filter((node) => node.resource_type === 'metric')),
    semantic_models: records(carried.filter((node) => node.resource_type === 'semantic_model')),
    saved_queries: records(carried.filter((node) => node.resource_type === 'saved_query')),
    groups: Object.fromEntries(
      [...manifest.groups.values()].map((group) => [group.unique_id, group]),
    ),
  });
  if (!(value instanceof PyDict)) throw new Error('the graph is a mapping');
  wholeGraphs.set(manifest, value);
  return value;
}
