import type { TimeWindow } from '../context/event_time.ts';
import { RunnerError } from '../errors.ts';
import type { RunOptions } from '../project/run_options.ts';
import { type Json, type JsonObject, listOf, objectOf, textOf, textsOf } from '../project/yaml.ts';
import type { Command } from '../run/events.ts';
import type { BatchResults } from '../run/microbatch/plan_batches.ts';
import { type PreviousState, previousStatuses, required } from './previous.ts';

/** A run to do again: its command, the nodes that did not succeed, its options. */
export interface Retry {
  readonly command: Command;
  readonly ids: readonly string[];
  readonly options: RunOptions;
  /** When the earlier run started. */
  readonly startedAt: Date | undefined;
  /** Of models that it built in part, by unique id. */
  readonly batches: ReadonlyMap<string, BatchResults>;
}

const commands: readonly Command[] = ['build', 'run', 'test', 'seed', 'snapshot', 'compile'];
const unfinished = new Set(['error', 'fail', 'skipped', 'runtime error', 'partial success']);

/** What is left to do of the run that the state's run_results.json tells of. */
export function retryOf(state: PreviousState): Retry {
  const args = argsIn(state);
  const command = commands.find((name) => name === args.which);
  if (command === undefined) {
    throw new RunnerError(
      'state_invalid',
      `The earlier run in ${state.dir} was '${textOf(args.which) ?? ''}', which cannot be retried. Run it again.`,
    );
  }
  const ids = [...previousStatuses(state, 'retry')].flatMap(([id, status]) =>
    unfinished.has(status) ? [id] : [],
  );
  const threads = Number(args.threads);
  const { results, metadata } = required(state, 'runResults', 'run_results.json', 'retry');
  const { invocation_started_at, generated_at } = objectOf(metadata);
  const started = textOf(invocation_started_at ?? generated_at);
  return {
    command,
    ids,
    startedAt: started === undefined ? undefined : new Date(started),
    batches: batchesIn(listOf(results)),
    options: {
      fullRefresh: args.full_refresh === true,
      storeFailures: args.store_failures === true,
      failFast: args.fail_fast === true,
      empty: args.empty === true,
      ...textOption('eventTimeStart', args.event_time_start),
      ...textOption('eventTimeEnd', args.event_time_end),
      ...textOption('sample', args.sample),
      ...(Number.isInteger(threads) && threads > 0 ? { threads } : {}),
    },
  };
}

function textOption(name: string, value: Json | undefined) {
  return typeof value === 'string' ? { [name]: value } : {};
}

function batchesIn(results: readonly Json[]): Map<string, BatchResults> {
  const batches = new Map<string, BatchResults>();
  for (const result of results) {
    const { unique_id, batch_results } = objectOf(result);
    const { successful, failed } = objectOf(batch_results);
    const found = { successful: windowsIn(successful), failed: windowsIn(failed) };
    const isPartial = found.successful.length > 0 && found.failed.length > 0;
    if (isPartial) batches.set(textOf(unique_id) ?? '', found);
  }
  return batches;
}

function windowsIn(pairs: Json | undefined): TimeWindow[] {
  return listOf(pairs).map((pair) => {
    const [start, end] = textsOf(pair);
    return { start: new Date(start ?? ''), end: new Date(end ?? '') };
  });
}

/** The variables of the earlier run. */
export function retriedVars(state: PreviousState): JsonObject {
  return objectOf(argsIn(state).vars);
}

/** The folder of the state that the earlier run deferred to, where it did. */
export function retriedDeferral(state: PreviousState): string | undefined {
  const args = argsIn(state);
  return args.defer === true ? textOf(args.state) : undefined;
}

/** The target of the earlier run. */
export function retriedTarget(state: PreviousState): string | undefined {
  return textOf(argsIn(state).target);
}

function argsIn(state: PreviousState): JsonObject {
  return objectOf(required(state, 'runResults', 'run_results.json', 'retry').args);
}
