import { dbtVersion } from '../context/project_names.ts';
import type { JsonObject } from '../project/yaml.ts';
import type { FreshnessResult, FreshnessSummary } from '../run/freshness.ts';

/** sources.json, version 3. */
export function sourcesArtifact(summary: FreshnessSummary): JsonObject {
  return {
    metadata: {
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/sources/v3.json',
      dbt_version: dbtVersion,
      generated_at: new Date().toISOString(),
      invocation_id: summary.invocationId,
      invocation_started_at: summary.startedAt.toISOString(),
      env: {},
    },
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
