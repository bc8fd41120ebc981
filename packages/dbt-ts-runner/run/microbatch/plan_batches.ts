import type { Batch, TimeWindow } from '../../context/event_time.ts';
import type { ModelNode } from '../../manifest/node.ts';
import { type BatchSize, batchesIn, batchOf, ceilingOf, floorOf, shifted } from './batch_size.ts';

/** The windows that succeeded and failed, of a model or of an earlier run of it. */
export interface BatchResults {
  readonly successful: readonly TimeWindow[];
  readonly failed: readonly TimeWindow[];
}

/** What of an invocation decides which batches run. */
export interface BatchTimes {
  /** Given with --event-time-start and -end, or by a sample. */
  readonly window: TimeWindow | undefined;
  /** When the invocation started; when retrying, the one that is retried. */
  readonly now: Date;
  /** What an earlier run left of models that it built in part, by unique id. */
  readonly earlier: ReadonlyMap<string, BatchResults>;
}

/** True for a model that is built batch by batch. */
export function isMicrobatch({
  resource_type,
  config,
}: Pick<ModelNode, 'config'> & {
  resource_type: string;
}): boolean {
  return (
    resource_type === 'model' &&
    config.materialized === 'incremental' &&
    config.incremental_strategy === 'microbatch'
  );
}

/**
 * The batches of a model: what an earlier run did not finish, else the given window, else from
 * `begin`, or for a table that is there from `lookback` batches back, until now.
 */
export function planBatches(node: ModelNode, times: BatchTimes, isIncremental: boolean): Batch[] {
  const size = node.config.batch_size as BatchSize;
  const earlier = times.earlier.get(node.unique_id);
  if (earlier !== undefined) return earlier.failed.map((window) => batchOf(window, size));
  const end = ceilingOf(times.window?.end ?? times.now, size);
  return batchesIn({ start: startOf(node, times, isIncremental, end), end }, size);
}

function startOf(node: ModelNode, { window }: BatchTimes, isIncremental: boolean, end: Date): Date {
  const { begin, lookback } = node.config;
  const size = node.config.batch_size as BatchSize;
  if (window !== undefined) return floorOf(window.start, size);
  if (!isIncremental) return floorOf(new Date(`${begin}Z`), size);
  return shifted(end, size, -1 - Number(lookback ?? 1));
}
