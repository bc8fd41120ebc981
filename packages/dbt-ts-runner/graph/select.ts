import { RunnerError } from '../errors.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { GraphNode } from '../manifest/node.ts';
import { suggestion } from '../project/nearest.ts';
import type { PreviousState } from '../state/previous.ts';
import type { StateMethods } from '../state/selection.ts';
import { type Definition, definitionOf } from './definition.ts';
import { type Graph, parentsOf } from './graph.ts';
import { type MethodScope, matches } from './methods.ts';
import { defaultSelector } from './named_selector.ts';
import { type Criterion, parseSelection, type Selection } from './selector.ts';

/** Which tests a selection of models brings along. */
export const indirectSelections = ['eager', 'cautious', 'buildable', 'empty'] as const;
export type IndirectSelection = (typeof indirectSelections)[number];

/**
 * Lists of dbt selection expressions (`+orders`, `tag:daily`). Without any the default selector of
 * selectors.yml decides, and where there is none all is selected.
 */
export interface SelectOptions {
  readonly select?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** A selector of selectors.yml, instead of `select` and `exclude`. */
  readonly selector?: string | undefined;
  readonly indirectSelection?: IndirectSelection | undefined;
  /** What an earlier run left, for `state:`, `result:` and `source_status:`. */
  readonly state?: PreviousState | undefined;
  /** Types that are taken of what is selected; without any all are. */
  readonly resourceTypes?: readonly string[] | undefined;
  readonly excludeResourceTypes?: readonly string[] | undefined;
}

/**
 * The ids a selection names; without `select` everything, always without `exclude`. `onNothing` is
 * told of each part of `select` that matches nothing.
 */
export function selectNodes(
  manifest: Manifest,
  graph: Graph,
  stateMethods: StateMethods,
  options: SelectOptions,
  onNothing: (sentence: string) => void = () => undefined,
): Set<string> {
  const { resourceTypes = [], excludeResourceTypes = [] } = options;
  const chosen = selected(manifest, graph, stateMethods, options, onNothing);
  for (const id of chosen) {
    const type = manifest.get(id)?.resource_type ?? '';
    const isLeftOut = resourceTypes.length > 0 && !resourceTypes.includes(type);
    if (isLeftOut || excludeResourceTypes.includes(type)) chosen.delete(id);
  }
  return chosen;
}

function selected(
  manifest: Manifest,
  graph: Graph,
  stateMethods: StateMethods,
  options: SelectOptions,
  onNothing: (sentence: string) => void,
): Set<string> {
  const scope = { rootPackage: manifest.rootPackage, stateMethods };
  const selector = new Selector(manifest, graph, scope, options.indirectSelection ?? 'eager');
  const { select = [], exclude = [] } = options;
  if (options.selector !== undefined && select.length + exclude.length > 0) {
    throw new RunnerError(
      'selection_invalid',
      `The selector '${options.selector}' cannot be joined with a selection. Give one of them.`,
    );
  }
  const standard =
    select.length + exclude.length > 0 ? undefined : defaultSelector(manifest.selectors);
  const named = options.selector ?? standard?.name;
  if (named !== undefined) return selector.named(named);
  const chosen =
    select.length === 0 ? new Set(graph.ids) : selector.union(parseSelection(select), onNothing);
  for (const id of selector.union(parseSelection(exclude))) chosen.delete(id);
  return chosen;
}

class Selector {
  readonly #manifest: Manifest;
  readonly #graph: Graph;
  readonly #scope: MethodScope;
  readonly #indirect: IndirectSelection;
  /** Named selectors being worked out. */
  readonly #open = new Set<string>();

  constructor(manifest: Manifest, graph: Graph, scope: MethodScope, indirect: IndirectSelection) {
    this.#scope = scope;
    this.#manifest = manifest;
    this.#graph = graph;
    this.#indirect = indirect;
  }

  union(selection: Selection, onNothing?: (sentence: string) => void): Set<string> {
    const chosen = new Set<string>();
    for (const intersection of selection) {
      const [first, ...others] = intersection.map((criterion) => this.#criterion(criterion));
      const found = [...(first ?? [])].filter((id) => others.every((other) => other.has(id)));
      for (const id of found) chosen.add(id);
      if (found.length > 0) continue;
      const text = intersection.map((criterion) => criterion.text).join(',');
      onNothing?.(`The selection '${text}' matches nothing; ls shows what there is.`);
    }
    return chosen;
  }

  /** What a selector of selectors.yml takes. */
  named(name: string): Set<string> {
    const { selectors } = this.#manifest;
    const found = selectors.get(name);
    if (found === undefined) {
      throw new RunnerError(
        'selection_invalid',
        `selectors.yml has no selector '${name}'.${suggestion(name, selectors.keys())} Correct the name.`,
      );
    }
    if (this.#open.has(name)) {
      throw new RunnerError(
        'selection_invalid',
        `The selector '${name}' takes part in itself: ${[...this.#open, name].join(' -> ')}. Remove one step.`,
      );
    }
    this.#open.add(name);
    const ids = this.#defined(definitionOf(found.definition, name));
    this.#open.delete(name);
    return ids;
  }

  #defined(definition: Definition): Set<string> {
    if (definition.kind === 'selection') return this.union(definition.selection);
    const chosen =
      definition.kind === 'criterion'
        ? this.#criterion(definition.criterion, definition.indirect)
        : this.#joined(definition.kind, definition.parts);
    for (const part of definition.excluded) {
      for (const id of this.#defined(part)) chosen.delete(id);
    }
    return chosen;
  }

  #joined(kind: 'union' | 'intersection', parts: readonly Definition[]): Set<string> {
    const [first = new Set<string>(), ...others] = parts.map((part) => this.#defined(part));
    const chosen = new Set(first);
    for (const other of others) {
      if (kind === 'union') for (const id of other) chosen.add(id);
      else for (const id of chosen) if (!other.has(id)) chosen.delete(id);
    }
    return chosen;
  }

  #criterion(criterion: Criterion, indirect = this.#indirect): Set<string> {
    const isNamed = criterion.method === 'selector';
    const direct = isNamed ? [...this.named(criterion.value)] : this.#matching(criterion);
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
    return isNamed ? chosen : this.#withTests(chosen, indirect);
  }

  #matching(criterion: Criterion): string[] {
    return this.#manifest
      .all()
      .filter((node) => matches(node, criterion, this.#scope))
      .map((node) => node.unique_id);
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

function isTest(node: GraphNode): boolean {
  return node.resource_type === 'test' || node.resource_type === 'unit_test';
}
