import type { Batch } from '../../context/event_time.ts';
import { relationFor } from '../../context/run_context.ts';
import type { Services } from '../../context/services.ts';
import { hostFunction, type Value } from '../../jinja/index.ts';
import type { ModelNode } from '../../manifest/node.ts';
import type { NodeResult } from '../result.ts';
import { inTransaction } from '../transaction.ts';
import { type BatchResults, planBatches } from './plan_batches.ts';

/** Names that a batch is built with. */
type Overrides = ReadonlyMap<string, Value>;

export interface BatchRun {
  readonly services: Services;
  readonly node: ModelNode;
  /** Builds one batch; never throws. */
  readonly run: (node: ModelNode, batch: Batch, overrides: Overrides) => Promise<NodeResult>;
  readonly isStopped: () => boolean;
}

/** What became of a microbatch model. */
export interface BatchOutcome {
  readonly status: 'success' | 'partial success' | 'error';
  readonly message: string;
  readonly batches: BatchResults;
}

/**
 * Builds the batches of a model one after another, each in a transaction of its own. Where the first
 * fails the rest is not tried; a later one that fails leaves the others be.
 */
export async function runBatches(context: BatchRun): Promise<BatchOutcome> {
  const { services, node, run, isStopped } = context;
  const isThere = await isIncremental(services, node);
  const batches = planBatches(node, services.batchTimes, isThere);
  const successful: Batch[] = [];
  const failed: Batch[] = [];
  let why = '';
  for (const [index, batch] of batches.entries()) {
    if ((index === 1 && failed.length > 0) || isStopped()) {
      failed.push(...batches.slice(index));
      break;
    }
    const isFirst = index === 0;
    const config = {
      ...node.config,
      ...(isFirst ? {} : { 'pre-hook': [] }),
      ...(index === batches.length - 1 ? {} : { 'post-hook': [] }),
    };
    const overrides = isFirst && !isThere ? new Map<string, Value>() : asIncremental;
    const { status, message } = await run({ ...node, config }, batch, overrides);
    if (status === 'success') successful.push(batch);
    else {
      failed.push(batch);
      if (why === '') why = ` Batch ${batch.name}: ${message ?? ''}`;
    }
  }
  const earlier = services.batchTimes.earlier.get(node.unique_id)?.successful ?? [];
  const outcome = { successful: [...successful, ...earlier], failed };
  return { ...verdict(outcome, successful.length, why), batches: outcome };
}

function verdict(
  { failed }: BatchResults,
  succeeded: number,
  why: string,
): Pick<BatchOutcome, 'status' | 'message'> {
  if (failed.length === 0) return { status: 'success', message: 'SUCCESS' };
  if (succeeded === 0) return { status: 'error', message: `ERROR.${why}` };
  const share = `${succeeded}/${succeeded + failed.length}`;
  return { status: 'partial success', message: `PARTIAL SUCCESS (${share}).${why}` };
}

/** A batch after the first finds the table there, whatever the flags say. */
const asIncremental: Overrides = new Map<string, Value>([
  ['is_incremental', hostFunction('is_incremental', () => true)],
  ['should_full_refresh', hostFunction('should_full_refresh', () => false)],
]);

async function isIncremental({ adapter, invocation }: Services, node: ModelNode): Promise<boolean> {
  const isAnew = node.config.full_refresh ?? invocation.flags.FULL_REFRESH;
  if (isAnew === true) return false;
  const found = await inTransaction(adapter, (session) => session.relation(relationFor(node)));
  return found?.type === 'table';
}
