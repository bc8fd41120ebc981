import { dbtVersion } from '../context/project_names.ts';
import type { Json, JsonObject } from '../project/yaml.ts';
import type { NodeResult, RunSummary } from '../run/result.ts';

/** run_results.json, version 6; `args` are the options of the invocation. */
export function runResultsArtifact(summary: RunSummary, args: JsonObject): JsonObject {
  return {
    metadata: {
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json',
      dbt_version: dbtVersion,
      generated_at: new Date().toISOString(),
      invocation_id: summary.invocationId,
      invocation_started_at: summary.startedAt.toISOString(),
      env: {},
    },
    results: summary.results.map(resultRecord),
    elapsed_time: summary.elapsed,
    args,
  };
}

function resultRecord(result: NodeResult): JsonObject {
  const { node } = result;
  const hasCode = node.resource_type !== 'seed';
  return {
    status: result.status,
    timing: result.timing.map(({ name, startedAt, completedAt }) => ({
      name,
      started_at: startedAt.toISOString(),
      completed_at: completedAt.toISOString(),
    })),
    thread_id: `Thread-${result.thread}`,
    execution_time: result.executionTime,
    adapter_response: { ...(result.response ?? {}) } as JsonObject,
    message: result.message === '' ? null : (result.message ?? null),
    failures: result.failures ?? null,
    unique_id: result.uniqueId,
    compiled: hasCode ? result.compiledCode !== undefined : null,
    compiled_code: result.compiledCode ?? null,
    relation_name: 'relation_name' in node && hasCode ? (node.relation_name as Json) : null,
    batch_results: null,
  };
}
