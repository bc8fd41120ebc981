import { RunnerError } from '../errors.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { GraphNode } from '../manifest/node.ts';

/** The nodes a node needs, as unique ids. */
export function parentsOf(node: GraphNode): readonly string[] {
  if (node.resource_type === 'source' || node.resource_type === 'seed') return [];
  return node.depends_on.nodes;
}

/** Who needs whom, by unique id. */
export class Graph {
  readonly #parents = new Map<string, Set<string>>();
  readonly #children = new Map<string, Set<string>>();
  #ordered: readonly string[] | undefined;

  static of(manifest: Manifest): Graph {
    const graph = new Graph();
    for (const node of manifest.all()) {
      graph.addNode(node.unique_id);
      for (const parent of parentsOf(node)) graph.addEdge(parent, node.unique_id);
    }
    return graph;
  }

  addNode(id: string): void {
    this.#ordered = undefined;
    if (!this.#parents.has(id)) this.#parents.set(id, new Set());
    if (!this.#children.has(id)) this.#children.set(id, new Set());
  }

  addEdge(parent: string, child: string): void {
    this.addNode(parent);
    this.addNode(child);
    this.#children.get(parent)?.add(child);
    this.#parents.get(child)?.add(parent);
  }

  get ids(): string[] {
    return [...this.#parents.keys()];
  }

  parents(id: string): ReadonlySet<string> {
    return this.#parents.get(id) ?? new Set();
  }

  children(id: string): ReadonlySet<string> {
    return this.#children.get(id) ?? new Set();
  }

  /** All that the nodes need, at most `depth` steps up, without the nodes themselves. */
  ancestors(ids: Iterable<string>, depth = Number.POSITIVE_INFINITY): Set<string> {
    return reach(ids, depth, (id) => this.parents(id));
  }

  /** All that need the nodes, at most `depth` steps down, without the nodes themselves. */
  descendants(ids: Iterable<string>, depth = Number.POSITIVE_INFINITY): Set<string> {
    return reach(ids, depth, (id) => this.children(id));
  }

  /** Ids with parents first; throws `dependency_cycle`. */
  order(): readonly string[] {
    this.#ordered ??= this.#inOrder();
    return this.#ordered;
  }

  #inOrder(): string[] {
    const waiting = new Map(this.ids.map((id) => [id, this.parents(id).size]));
    const ready = this.ids.filter((id) => waiting.get(id) === 0);
    for (let index = 0; index < ready.length; index++) {
      for (const child of this.children(ready[index] ?? '')) {
        const left = (waiting.get(child) ?? 0) - 1;
        waiting.set(child, left);
        if (left === 0) ready.push(child);
      }
    }
    if (ready.length < this.#parents.size) {
      throw this.#cycle(this.ids.filter((id) => (waiting.get(id) ?? 0) > 0));
    }
    return ready;
  }

  #cycle(stuck: readonly string[]): RunnerError {
    const left = new Set(stuck);
    const path: string[] = [];
    let id = stuck[0];
    while (id !== undefined && !path.includes(id)) {
      path.push(id);
      id = [...this.parents(id)].find((parent) => left.has(parent));
    }
    const circle = [...path.slice(path.indexOf(id ?? '')), id].reverse();
    return new RunnerError(
      'dependency_cycle',
      `These depend on each other in a circle: ${circle.join(' -> ')}. Remove one ref.`,
    );
  }
}

function reach(
  from: Iterable<string>,
  depth: number,
  next: (id: string) => ReadonlySet<string>,
): Set<string> {
  const start = new Set(from);
  const found = new Set<string>();
  let level = [...start];
  for (let step = 0; step < depth && level.length > 0; step++) {
    const following: string[] = [];
    for (const id of level) {
      for (const neighbour of next(id)) {
        if (found.has(neighbour) || start.has(neighbour)) continue;
        found.add(neighbour);
        following.push(neighbour);
      }
    }
    level = following;
  }
  return found;
}
