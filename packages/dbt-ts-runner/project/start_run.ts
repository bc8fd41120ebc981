import type { Services } from '../context/services.ts';
import type { Warning } from '../context/warning_rules.ts';
import type { Command } from '../run/events.ts';
import { Run } from '../run/run.ts';
import type { PreviousState } from '../state/previous.ts';
import { type Retry, retryOf } from '../state/retry.ts';
import { eventTimesOf } from './event_times.ts';
import type { Invocations } from './invocations.ts';
import type { LoadedProject } from './open.ts';
import { argsOf, deferralOf, type RunOptions } from './run_options.ts';
import { selectedResources } from './selection.ts';

/** What is run, and what was known of it before. */
interface Started {
  readonly command: Command;
  readonly selected: ReadonlySet<string>;
  readonly options: RunOptions;
  /** Of the selection. */
  readonly warnings?: readonly Warning[];
  /** What a retried run left. */
  readonly retried?: Pick<Retry, 'startedAt' | 'batches'>;
}

/** Begins a command over what the options select. */
export function startRun(
  loaded: LoadedProject,
  invocations: Invocations,
  command: Command,
  options: RunOptions,
): Run {
  const warnings: Warning[] = [];
  const nodes = selectedResources(loaded, options, (warning) => warnings.push(warning));
  const selected = new Set(nodes.map((node) => node.unique_id));
  const services = invocations.begin(command, options);
  return runOf(loaded, services, { command, selected, options, warnings });
}

/** Begins an earlier run anew over what failed or was skipped in it. */
export function startRetry(
  loaded: LoadedProject,
  invocations: Invocations,
  previous: PreviousState,
  options: RunOptions,
): Run {
  const { command, ids, options: earlier, startedAt, batches } = retryOf(previous);
  const selected = new Set(ids.filter((id) => loaded.services.manifest.get(id) !== undefined));
  const all = { ...earlier, ...options };
  const retried = { startedAt, batches };
  const services = invocations.begin(command, all);
  return runOf(loaded, services, { command, selected, options: all, retried });
}

function runOf(loaded: LoadedProject, own: Services, started: Started): Run {
  const { command, selected, options, warnings = [], retried } = started;
  const now = retried?.startedAt ?? own.invocation.startedAt;
  const times = eventTimesOf(options, now, retried?.batches);
  const services = { ...own, ...times, around: options.around };
  return new Run({
    command,
    selected,
    services,
    threads: options.threads ?? loaded.threads,
    targetDir: loaded.targetDir,
    storeFailures: options.storeFailures === true,
    failFast: options.failFast ?? services.root.flags.fail_fast === true,
    state: options.state,
    deferral: deferralOf(options),
    warnings,
    args: argsOf(command, options, services),
  });
}
