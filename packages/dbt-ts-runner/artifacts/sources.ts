import type { Invocation } from '../context/services.ts';
import type { JsonObject } from '../project/yaml.ts';
import type { FreshnessResult, FreshnessSummary } from '../run/freshness.ts';
import { artifactMetadata } from './metadata.ts';

/** sources.json, version 3. */
export function sourcesArtifact(summary: FreshnessSummary, invocation: Invocation): JsonObject {
  return {
    metadata: artifactMetadata('sources/v3', invocation),
    results: summary.results.map(resultRecord),
    elapsed_time: summary.elapsed,
  };
}

function resultRecord(result: FreshnessResult): JsonObject {
  const { node, status, maxLoadedAt, snapshottedAt, age, startedAt, completedAt } = result;
  if (maxLoadedAt === undefined || snapshottedAt === undefined || age === undefined) {
    return { unique_id: node.unique_id, error: result.error ?? null, status: 'runtime error' };
  }
  return {
    unique_id: node.unique_id,
    max_loaded_at: maxLoadedAt.toISOString(),
    snapshotted_at: snapshottedAt.toISOString(),
    max_loaded_at_time_ago_in_s: age,
    status,
    criteria: node.freshness,
    adapter_response: { ...(result.response ?? {}) } as JsonObject,
    timing: [
      {
        name: 'execute',
        started_at: startedAt.toISOString(),
        completed_at: completedAt.toISOString(),
      },
    ],
    thread_id: `Thread-${result.thread}`,
    execution_time: (completedAt.getTime() - startedAt.getTime()) / 1000,
  };
}
