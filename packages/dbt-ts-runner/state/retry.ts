import { RunnerError } from '../errors.ts';
import type { RunOptions } from '../project/run_options.ts';
import { type JsonObject, objectOf, textOf } from '../project/yaml.ts';
import type { Command } from '../run/events.ts';
import { type PreviousState, previousStatuses, required } from './previous.ts';

/** A run to do again: its command, the nodes that did not succeed, its options. */
export interface Retry {
  readonly command: Command;
  readonly ids: readonly string[];
  readonly options: RunOptions;
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
  return {
    command,
    ids,
    options: {
      fullRefresh: args.full_refresh === true,
      storeFailures: args.store_failures === true,
      failFast: args.fail_fast === true,
      empty: args.empty === true,
      ...(Number.isInteger(threads) && threads > 0 ? { threads } : {}),
    },
  };
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
