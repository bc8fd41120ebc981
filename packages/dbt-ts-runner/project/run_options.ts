import type { Message } from '../context/base_names.ts';
import type { Services } from '../context/services.ts';
import { RunnerError } from '../errors.ts';
import { type IndirectSelection, indirectSelections, type SelectOptions } from '../graph/select.ts';
import type { Around } from '../run/around.ts';
import type { Deferral } from '../state/defer.ts';
import type { PreviousState } from '../state/previous.ts';
import type { EventTimeOptions } from './event_times.ts';
import { standardFlags } from './open.ts';
import type { JsonObject } from './yaml.ts';

/** Where references to what is not built here go. */
export interface DeferOptions {
  readonly state?: PreviousState | undefined;
  /** They go to the relations of `state` where the own one does not exist. */
  readonly defer?: boolean;
  /** They do so even where it exists. */
  readonly favorState?: boolean;
  /** The state to defer to, where it is another than `state`. */
  readonly deferState?: PreviousState;
}

/** What a run takes: which nodes, and how. */
export interface RunOptions extends SelectOptions, DeferOptions, EventTimeOptions {
  /** Incremental models are built anew. */
  readonly fullRefresh?: boolean;
  /** Failing rows of tests are kept in tables. */
  readonly storeFailures?: boolean;
  readonly threads?: number;
  /** The first failure ends the run; what has not begun is skipped. */
  readonly failFast?: boolean;
  /** Models read no rows: their tables come out empty. */
  readonly empty?: boolean;
  /** Statements are told in messages of the level debug. */
  readonly debug?: boolean;
  /** For programs that know better than to build every model anew. */
  readonly around?: Around;
}

/** What is shown: a selection, or inline SQL; 5 rows, or as many as `limit`, where null is all. */
export interface ShowOptions extends SelectOptions, DeferOptions {
  readonly inline?: string;
  readonly limit?: number | null;
}

/** Which sources are checked, and the file of the findings, from the target folder. */
export interface FreshnessOptions extends SelectOptions {
  readonly output?: string;
  readonly threads?: number;
}

/** What a macro is given when it runs by itself, and who hears what it says. */
export interface OperationOptions {
  readonly args?: JsonObject;
  readonly onMessage?: (message: Message) => void;
}

/** How tests come along where an option does not say it. */
export function indirectIn({ indirect_selection }: JsonObject): IndirectSelection | undefined {
  const found = indirectSelections.find((mode) => mode === indirect_selection);
  if (found !== undefined || (indirect_selection ?? null) === null) return found;
  throw new RunnerError(
    'project_invalid',
    `The flag indirect_selection is '${String(indirect_selection)}'. Use ${indirectSelections.join(', ')}.`,
    { place: { file: 'dbt_project.yml' } },
  );
}

/** The deferral that the options ask for. */
export function deferralOf(options: DeferOptions): Deferral | undefined {
  const { defer = false, favorState = false, deferState = options.state } = options;
  return defer ? { state: deferState, favorState } : undefined;
}

/** `flags` of a run. */
export function flagsOf(command: string, options: RunOptions): JsonObject {
  return {
    ...standardFlags,
    WHICH: command,
    FULL_REFRESH: options.fullRefresh === true,
    STORE_FAILURES: options.storeFailures === true,
    FAIL_FAST: options.failFast === true,
    EMPTY: options.empty === true,
    DEBUG: options.debug === true,
    DEFER: options.defer === true,
    FAVOR_STATE: options.favorState === true,
  };
}

/** `args` of run_results.json: what `retry` needs to run the same way again. */
export function argsOf(command: string, options: RunOptions, services: Services): JsonObject {
  return {
    which: command,
    select: [...(options.select ?? [])],
    exclude: [...(options.exclude ?? [])],
    selector: options.selector ?? null,
    indirect_selection: options.indirectSelection ?? 'eager',
    vars: services.givenVars,
    target: services.target.name,
    full_refresh: options.fullRefresh === true,
    store_failures: options.storeFailures === true,
    fail_fast: options.failFast === true,
    empty: options.empty === true,
    defer: options.defer === true,
    favor_state: options.favorState === true,
    state: options.state?.dir ?? null,
    ...timeArgs(options),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
  };
}

function timeArgs({ eventTimeStart, eventTimeEnd, sample }: EventTimeOptions): JsonObject {
  return {
    ...(eventTimeStart === undefined ? {} : { event_time_start: eventTimeStart }),
    ...(eventTimeEnd === undefined ? {} : { event_time_end: eventTimeEnd }),
    ...(sample === undefined ? {} : { sample }),
  };
}
