import type { Manifest } from '../manifest/manifest.ts';
import type { GraphNode } from '../manifest/node.ts';
import type { PreviousState } from '../state/previous.ts';
import type { StateMethods } from '../state/selection.ts';
import { type Graph, parentsOf } from './graph.ts';
import { type MethodScope, matches } from './methods.ts';
import { type Criterion, parseSelection, type Selection } from './selector.ts';
import { type Definition, Selectors } from './selectors_file.ts';

/** Which tests a selection of models brings along. */
export type IndirectSelection = 'eager' | 'cautious' | 'buildable' | 'empty';

/** Lists of dbt selection expressions (`+orders`, `tag:daily`); without `select` all is selected. */
export interface SelectOptions {
  /** A selector of selectors.yml, in place of `select` and `exclude`. */
  readonly selector?: string | undefined;
  readonly select?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly indirectSelection?: IndirectSelection | undefined;
  /** What an earlier run left, for `state:`, `result:` and `source_status:`. */
  readonly state?: PreviousState | undefined;
  /** Types that are taken of what is selected; without any all are. */
  readonly resourceTypes?: readonly string[] | undefined;
  readonly excludeResourceTypes?: readonly string[] | undefined;
}

/**
 * The ids a selection names; without one the standard selector's, else everything, always without
 * `exclude`.
 */
export function selectNodes(
  manifest: Manifest,
  graph: Graph,
  stateMethods: StateMethods,
  options: SelectOptions,
  selectors: Selectors = new Selectors([]),
): Set<string> {
  const scope = { rootPackage: manifest.rootPackage, stateMethods };
  const selector = new Selector(manifest, graph, scope, options.indirectSelection ?? 'eager');
  const { select = [], exclude = [] } = options;
  const isPlain = select.length + exclude.length === 0;
  const name = options.selector ?? (isPlain ? selectors.standard : undefined);
  const chosen = name === undefined ? given() : selector.defined(selectors.named(name));
  function given(): Set<string> {
    const ids = select.length === 0 ? new Set(graph.ids) : selector.union(parseSelection(select));
    for (const id of selector.union(parseSelection(exclude))) ids.delete(id);
    return ids;
  }
  const { resourceTypes = [], excludeResourceTypes = [] } = options;
  for (const id of chosen) {
    const type = manifest.get(id)?.resource_type ?? '';
    const isLeftOut = resourceTypes.length > 0 && !resourceTypes.includes(type);
    if (isLeftOut || excludeResourceTypes.includes(type)) chosen.delete(id);
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

  /** What a definition of selectors.yml names. */
  defined(definition: Definition): Set<string> {
    if (definition.kind === 'text') return this.union(definition.selection);
    const chosen =
      definition.kind === 'criterion'
        ? this.#criterion(definition.criterion, definition.indirect)
        : combined(
            definition.kind,
            definition.parts.map((part) => this.defined(part)),
          );
    for (const excluded of definition.exclude) {
      for (const id of this.defined(excluded)) chosen.delete(id);
    }
    return chosen;
  }

  #criterion(criterion: Criterion, indirect = this.#indirect): Set<string> {
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
    return this.#withTests(chosen, indirect);
  }

  #withTests(chosen: Set<string>, indirect: IndirectSelection): Set<string> {
    if (indirect === 'empty') return chosen;
    const result = new Set(chosen);
    for (const id of chosen) {
      for (const child of this.#graph.children(id)) {
        const node = this.#manifest.get(child);
        if (node !== undefined && isTest(node) && this.#belongs(node, chosen, indirect))
          result.add(child);
      }
    }
    return result;
  }

  #belongs(test: GraphNode, chosen: ReadonlySet<string>, indirect: IndirectSelection): boolean {
    if (indirect === 'eager' || test.resource_type === 'unit_test') return true;
    const reachable =
      indirect === 'cautious' ? chosen : new Set([...chosen, ...this.#graph.ancestors(chosen)]);
    return parentsOf(test).every((parent) => reachable.has(parent));
  }
}

function combined(kind: 'union' | 'intersection', parts: readonly Set<string>[]): Set<string> {
  if (kind === 'union') return new Set(parts.flatMap((part) => [...part]));
  const [first, ...others] = parts;
  return new Set([...(first ?? [])].filter((id) => others.every((other) => other.has(id))));
}

function isTest(node: GraphNode): boolean {
  return node.resource_type === 'test' || node.resource_type === 'unit_test';
}
