import { momentText, type TimeWindow } from '../context/event_time.ts';
import type { Invocation } from '../context/services.ts';
import type { CarriedNode } from '../manifest/node.ts';
import type { Json, JsonObject } from '../project/yaml.ts';
import {
  headedMessage,
  isFailure,
  type NodeResult,
  type RunSummary,
  threadName,
} from '../run/result.ts';
import { artifactMetadata } from './metadata.ts';
import { writeArtifact } from './write.ts';

/**
 * run_results.json, version 6; `args` are the options of the invocation, `idle` what a build took
 * in and does not run.
 */
export function runResultsArtifact(
  summary: RunSummary,
  invocation: Invocation,
  args: JsonObject,
  idle: readonly CarriedNode[] = [],
): JsonObject {
  const lost = new Set(
    summary.results
      .filter(({ status }) => isFailure(status) || status === 'skipped')
      .map(({ uniqueId }) => uniqueId),
  );
  return {
    metadata: artifactMetadata('run-results/v6', invocation),
    results: [
      ...summary.results.filter(isReported).map(resultRecord),
      ...idle.map((node) => idleRecord(node, lost)),
    ],
    elapsed_time: summary.elapsed,
    args,
  };
}

/** Writes run_results.json of a macro that ran by itself; `error` is its sentence where it failed. */
export async function writeOperation(
  invocation: Invocation,
  macroId: string,
  args: JsonObject,
  error: string | undefined,
  targetDir: string | undefined,
): Promise<void> {
  if (targetDir === undefined) return;
  const elapsed = (Date.now() - invocation.startedAt.getTime()) / 1000;
  await writeArtifact(targetDir, 'run_results.json', {
    metadata: artifactMetadata('run-results/v6', invocation),
    results: [
      {
        ...plainRecord(macroId),
        status: error === undefined ? 'success' : 'error',
        execution_time: elapsed,
        message: error ?? null,
      },
    ],
    elapsed_time: elapsed,
    args: { which: 'run-operation', args },
  });
}

/** An ephemeral model is compiled for those that read it; dbt does not count it. */
function isReported({ node }: NodeResult): boolean {
  return node.config.materialized !== 'ephemeral';
}

function idleRecord({ unique_id, depends_on }: CarriedNode, lost: ReadonlySet<string>): JsonObject {
  const isSkipped = depends_on.nodes.some((id) => lost.has(id));
  return {
    ...plainRecord(unique_id),
    status: isSkipped ? 'skipped' : 'no-op',
    message: isSkipped ? null : 'NO-OP',
    failures: isSkipped ? null : 0,
  };
}

/** A result that says nothing yet. */
function plainRecord(uniqueId: string) {
  return {
    status: 'success',
    timing: [],
    thread_id: 'Thread-1',
    execution_time: 0,
    adapter_response: {},
    message: null,
    failures: null,
    unique_id: uniqueId,
    compiled: null,
    compiled_code: null,
    relation_name: null,
    batch_results: null,
  };
}

/** The result as artifacts and `to_dict()` show it. */
export function resultRecord(result: NodeResult): JsonObject {
  const { node } = result;
  const hasCode = node.resource_type !== 'seed';
  return {
    status: result.status,
    timing: result.timing.map(({ name, startedAt, completedAt }) => ({
      name,
      started_at: startedAt.toISOString(),
      completed_at: completedAt.toISOString(),
    })),
    thread_id: threadName(result.thread),
    execution_time: result.executionTime,
    adapter_response: { ...(result.response ?? {}) } as JsonObject,
    message: headedMessage(result) || null,
    failures: result.failures ?? null,
    unique_id: result.uniqueId,
    compiled: hasCode ? result.compiledCode !== undefined : null,
    compiled_code: result.compiledCode ?? null,
    relation_name: 'relation_name' in node && hasCode ? (node.relation_name as Json) : null,
    batch_results: batchRecord(result.batches),
  };
}

function batchRecord(batches: NodeResult['batches']): Json {
  if (batches === undefined) return null;
  const text = (moment: Date) => momentText(moment).replace(' ', 'T');
  const pairs = (windows: readonly TimeWindow[]): Json =>
    windows.map(({ start, end }) => [text(start), text(end)]);
  return { successful: pairs(batches.successful), failed: pairs(batches.failed) };
}
