import type { WarningName } from '../context/warning_names.ts';
import type { Warning, WarningRules } from '../context/warning_rules.ts';
import { RunnerError } from '../errors.ts';
import { type SelectOptions, selectNodes } from '../graph/select.ts';
import type { CodeNode, GraphNode } from '../manifest/node.ts';
import { StateMethods } from '../state/selection.ts';
import { nearest } from './nearest.ts';
import type { LoadedProject } from './open.ts';
import { ownManifest } from './own_manifest.ts';
import { indirectIn } from './run_options.ts';

/** Hears a warning. */
export type OnWarning = (warning: Warning) => void;

/** The selected resources in the order of the graph; `onWarning` hears what matches nothing. */
export function selectedResources(
  { services, graph }: LoadedProject,
  options: SelectOptions,
  onWarning: OnWarning,
): GraphNode[] {
  const { manifest, root, warningRules } = services;
  const stateMethods = new StateMethods({
    state: options.state,
    manifest: () => ownManifest(services),
  });
  const { indirectSelection = indirectIn(root.flags) } = options;
  const asked = { ...options, indirectSelection };
  const selected = selectNodes(manifest, graph, stateMethods, asked, (text) =>
    tellWarning(warningRules, 'NoNodesForSelectionCriteria', text, onWarning),
  );
  return graph
    .order()
    .filter((id) => selected.has(id))
    .map((id) => manifest.get(id))
    .filter((node) => node !== undefined);
}

/** The same; throws `selection_invalid` where a selection gives nothing. */
export function someResources(loaded: LoadedProject, options: SelectOptions): GraphNode[] {
  const nodes = selectedResources(loaded, options, () => undefined);
  if (nodes.length > 0 || options.select === undefined) return nodes;
  throw new RunnerError(
    'selection_invalid',
    `The selection '${options.select.join(' ')}' matches nothing. Correct it; ls shows what there is.`,
  );
}

/** A model, snapshot or test by its name or unique id; throws `selection_invalid`. */
export function namedNode({ services }: LoadedProject, name: string): CodeNode {
  const nodes = [...services.manifest.nodes.values()];
  const node = nodes.find((entry) => entry.unique_id === name || entry.name === name);
  if (node !== undefined && node.resource_type !== 'seed') return node;
  const near = nearest(
    name,
    nodes.map((entry) => entry.name),
  );
  throw new RunnerError(
    'selection_invalid',
    `There is no model or test '${name}'.${near.length === 0 ? '' : ` Near it: ${near.join(', ')}.`}`,
  );
}

/** Tells a warning unless it is silenced; throws it where it is to be an error. */
export function tellWarning(
  rules: WarningRules,
  name: WarningName,
  text: string,
  onWarning: OnWarning,
): void {
  rules.over(() => onWarning({ name, text }))({ level: 'warn', name, text });
}
