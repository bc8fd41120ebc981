import { RunnerError } from '../errors.ts';
import type { GraphNode } from '../manifest/node.ts';
import { type JsonObject, objectOf, textsOf } from '../project/yaml.ts';
import { type Aspect, aspects, changedMacros, differs, isChanged, recordOf } from './comparison.ts';
import {
  loadTimes,
  type PreviousState,
  previousManifest,
  previousStatuses,
  required,
} from './previous.ts';

/** What the methods state, result and source_status compare with. */
export interface StateScope {
  readonly state: PreviousState | undefined;
  /** The manifest as an artifact; made when first asked for. */
  readonly manifest: () => JsonObject;
}

/** Aspects that something new differs in, as dbt has it. */
const sinceNew: ReadonlySet<Aspect> = new Set([
  'body',
  'configs',
  'relation',
  'persisted_descriptions',
]);
const builtTypes = new Set(['model', 'seed', 'snapshot', 'test', 'analysis']);

/** Answers the methods that look back at an earlier run. */
export class StateMethods {
  readonly #scope: StateScope;
  #changedMacros: ReadonlySet<string> | undefined;

  constructor(scope: StateScope) {
    this.#scope = scope;
  }

  /** `state:new`, `old`, `unmodified`, `modified`, or one aspect, `modified.body`. */
  matchesState(node: GraphNode, value: string): boolean {
    const previous = previousManifest(this.#scope.state, `state:${value}`);
    const before = recordOf(previous, node.unique_id);
    const now = recordOf(this.#scope.manifest(), node.unique_id);
    switch (value) {
      case 'new':
        return before === undefined;
      case 'old':
        return before !== undefined;
      case 'modified':
        return before === undefined || now === undefined || this.#isModified(now, before);
      case 'unmodified':
        return before !== undefined && now !== undefined && !this.#isModified(now, before);
      default:
        return this.#hasAspect(aspectOf(value), now, before);
    }
  }

  /** `result:error` and the like, after the earlier run's statuses. */
  matchesResult(node: GraphNode, value: string): boolean {
    const statuses = previousStatuses(this.#scope.state, `result:${value}`);
    return statuses.get(node.unique_id) === value;
  }

  /** `source_status:fresher`: loaded since the state's sources.json was written. */
  matchesSourceStatus(node: GraphNode, value: string): boolean {
    if (value !== 'fresher') {
      throw new RunnerError(
        'selection_invalid',
        `source_status:${value} cannot be understood. Use source_status:fresher.`,
      );
    }
    const need = 'source_status:fresher';
    const before = loadTimes(required(this.#scope.state, 'sources', 'sources.json', need));
    const currentSources = this.#scope.state?.currentSources;
    if (currentSources === undefined) {
      throw new RunnerError(
        'state_missing',
        `${need} needs a sources.json in the target folder. Run source freshness first.`,
      );
    }
    const now = loadTimes(currentSources).get(node.unique_id);
    const old = before.get(node.unique_id);
    return now !== undefined && (old === undefined || now > old);
  }

  #isModified(now: JsonObject, before: JsonObject): boolean {
    return isChanged(now, before) || this.#usesChangedMacro(now);
  }

  #hasAspect(aspect: Aspect, now: JsonObject | undefined, before: JsonObject | undefined): boolean {
    if (now === undefined) return false;
    if (before === undefined)
      return sinceNew.has(aspect) && builtTypes.has(String(now.resource_type));
    return aspect === 'macros' ? this.#usesChangedMacro(now) : differs(aspect, now, before);
  }

  #usesChangedMacro(now: JsonObject): boolean {
    const { manifest, state } = this.#scope;
    const previous = previousManifest(state, 'state:modified');
    this.#changedMacros ??= changedMacros({ current: manifest(), previous });
    const { macros } = objectOf(now.depends_on);
    return textsOf(macros).some((id) => this.#changedMacros?.has(id));
  }
}

function aspectOf(value: string): Aspect {
  const aspect = aspects.find((name) => value === `modified.${name}`);
  if (aspect !== undefined) return aspect;
  throw new RunnerError(
    'selection_invalid',
    `state:${value} cannot be understood. Use new, old, unmodified, modified, or modified with one of ${aspects.join(', ')}.`,
  );
}
