import { Graph } from '../graph/graph.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ExecutableNode, GraphNode } from '../manifest/node.ts';
import { isTest } from '../manifest/node_record.ts';
import type { Command } from './events.ts';

const runs: Readonly<Record<Command, readonly ExecutableNode['resource_type'][]>> = {
  build: ['model', 'seed', 'snapshot', 'test', 'unit_test'],
  run: ['model'],
  seed: ['seed'],
  test: ['test', 'unit_test'],
  snapshot: ['snapshot'],
  clone: ['model', 'seed', 'snapshot'],
  compile: ['analysis', 'model', 'seed', 'snapshot', 'test'],
};

/** The nodes of a run and who waits for whom. */
export interface Plan {
  readonly nodes: readonly ExecutableNode[];
  readonly graph: Graph;
  /** Longest way down to a node that nothing waits for: the longest goes first. */
  readonly priority: ReadonlyMap<string, number>;
}

/** True for a node that the command carries out; ephemeral models are only compiled. */
export function isRunBy(node: GraphNode, command: Command): node is ExecutableNode {
  if (!runs[command].some((type) => type === node.resource_type) || isEmpty(node)) return false;
  return command === 'compile' || node.config.materialized !== 'ephemeral';
}

/** True for a file without text: it is known, and never run. */
function isEmpty(node: GraphNode): boolean {
  return 'raw_code' in node && node.resource_type !== 'seed' && node.raw_code.trim() === '';
}

/** Orders the selected nodes that the command runs. */
export function planRun(manifest: Manifest, selected: ReadonlySet<string>, command: Command): Plan {
  const full = waitingGraph(manifest, command);
  const nodes = manifest
    .executable()
    .filter((node) => selected.has(node.unique_id) && isRunBy(node, command));
  const chosen = new Set(nodes.map((node) => node.unique_id));
  const graph = new Graph();
  for (const id of chosen) {
    graph.addNode(id);
    for (const parent of nearestChosen(full, id, chosen)) graph.addEdge(parent, id);
  }
  return { nodes, graph, priority: priorities(graph) };
}

/**
 * Dependencies, in which a unit test runs before its model; a build adds that a node waits for the
 * tests of everything those tests read, once that lies above it.
 */
function waitingGraph(manifest: Manifest, command: Command): Graph {
  const graph = new Graph();
  const dependencies = Graph.of(manifest);
  for (const node of manifest.all()) {
    graph.addNode(node.unique_id);
    for (const parent of dependencies.parents(node.unique_id)) {
      if (node.resource_type !== 'unit_test') {
        graph.addEdge(parent, node.unique_id);
        continue;
      }
      graph.addEdge(node.unique_id, parent);
      for (const input of dependencies.parents(parent)) graph.addEdge(input, node.unique_id);
    }
  }
  if (command === 'build') addTestEdges(manifest, dependencies, graph);
  return graph;
}

function addTestEdges(manifest: Manifest, dependencies: Graph, graph: Graph): void {
  const isBlocked = (id: string) => {
    const node = manifest.get(id);
    return node !== undefined && !isTest(node);
  };
  for (const test of manifest.nodes.values()) {
    if (test.resource_type !== 'test') continue;
    const [first, ...others] = test.depends_on.nodes;
    if (first === undefined) continue;
    if (others.length === 0) {
      for (const child of dependencies.children(first)) {
        if (isBlocked(child)) graph.addEdge(test.unique_id, child);
      }
      continue;
    }
    const below = others.map((parent) => dependencies.descendants([parent]));
    for (const id of dependencies.descendants([first])) {
      if (isBlocked(id) && below.every((ids) => ids.has(id))) graph.addEdge(test.unique_id, id);
    }
  }
}

/** The chosen nodes above, looking through those that are not chosen. */
function nearestChosen(graph: Graph, id: string, chosen: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const pending = [...graph.parents(id)];
  while (pending.length > 0) {
    const parent = pending.pop();
    if (parent === undefined || seen.has(parent)) continue;
    seen.add(parent);
    if (chosen.has(parent)) found.add(parent);
    else pending.push(...graph.parents(parent));
  }
  return found;
}

function priorities(graph: Graph): Map<string, number> {
  const longest = new Map<string, number>();
  for (const id of graph.order().toReversed()) {
    const below = [...graph.children(id)].map((child) => longest.get(child) ?? 0);
    longest.set(id, 1 + Math.max(0, ...below));
  }
  return longest;
}
