import type { Manifest } from '../manifest/manifest.ts';
import type { GraphNode } from '../manifest/node.ts';
import type { PreviousState } from '../state/previous.ts';
import type { StateMethods } from '../state/selection.ts';
import { type Graph, parentsOf } from './graph.ts';
import { type MethodScope, matches } from './methods.ts';
import { type Criterion, parseSelection, type Selection } from './selector.ts';

/** Which tests a selection of models brings along. */
export type IndirectSelection = 'eager' | 'cautious' | 'buildable' | 'empty';

/** Lists of dbt selection expressions (`+orders`, `tag:daily`); without `select` all is selected. */
export interface SelectOptions {
  readonly select?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly indirectSelection?: IndirectSelection | undefined;
  /** What an earlier run left, for `state:`, `result:` and `source_status:`. */
  readonly state?: PreviousState | undefined;
}

/** The ids a selection names; without `select` everything, always without `exclude`. */
export function selectNodes(
  manifest: Manifest,
  graph: Graph,
  stateMethods: StateMethods,
  options: SelectOptions,
): Set<string> {
  const scope = { rootPackage: manifest.rootPackage, stateMethods };
  const selector = new Selector(manifest, graph, scope, options.indirectSelection ?? 'eager');
  const chosen =
    options.select === undefined || options.select.length === 0
      ? new Set(graph.ids)
      : selector.union(parseSelection(options.select));
  if (options.exclude !== undefined) {
    for (const id of selector.union(parseSelection(options.exclude))) chosen.delete(id);
  }
  return chosen;
}

class Selector {
  readonly #manifest: Manifest;
  readonly #graph: Graph;
  readonly #scope: MethodScope;
  readonly #indirect: IndirectSelection;

  constructor(manifest: Manifest, graph: Graph, scope: MethodScope, indirect: IndirectSelection) {
    this.#scope = scope;
    this.#manifest = manifest;
    this.#graph = graph;
    this.#indirect = indirect;
  }

  union(selection: Selection): Set<string> {
    const chosen = new Set<string>();
    for (const intersection of selection) {
      const [first, ...others] = intersection.map((criterion) => this.#criterion(criterion));
      for (const id of first ?? []) {
        if (others.every((other) => other.has(id))) chosen.add(id);
      }
    }
    return chosen;
  }

  #criterion(criterion: Criterion): Set<string> {
    const direct = this.#manifest
      .all()
      .filter((node) => matches(node, criterion, this.#scope))
      .map((node) => node.unique_id);
    const chosen = new Set(direct);
    const add = (ids: Iterable<string>) => {
      for (const id of ids) chosen.add(id);
    };
    if (criterion.childrensParents) {
      const below = this.#graph.descendants(direct);
      add(below);
      add(this.#graph.ancestors([...direct, ...below]));
    }
    add(this.#graph.ancestors(direct, criterion.parents));
    add(this.#graph.descendants(direct, criterion.children));
    return this.#withTests(chosen);
  }

  #withTests(chosen: Set<string>): Set<string> {
    if (this.#indirect === 'empty') return chosen;
    const result = new Set(chosen);
    for (const id of chosen) {
      for (const child of this.#graph.children(id)) {
        const node = this.#manifest.get(child);
        if (node !== undefined && isTest(node) && this.#belongs(node, chosen)) result.add(child);
      }
    }
    return result;
  }

  #belongs(test: GraphNode, chosen: ReadonlySet<string>): boolean {
    if (this.#indirect === 'eager' || test.resource_type === 'unit_test') return true;
    const reachable =
      this.#indirect === 'cautious'
        ? chosen
        : new Set([...chosen, ...this.#graph.ancestors(chosen)]);
    return parentsOf(test).every((parent) => reachable.has(parent));
  }
}

function isTest(node: GraphNode): boolean {
  return node.resource_type === 'test' || node.resource_type === 'unit_test';
}
