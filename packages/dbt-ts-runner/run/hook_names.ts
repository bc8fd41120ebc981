import { type Names, recordObject } from '../context/names.ts';
import { toValue } from '../jinja/index.ts';
import type { RefableNode } from '../manifest/node.ts';
import { isRefable, manifestNode } from '../manifest/node_record.ts';
import { isFailure, type NodeResult, threadName } from './result.ts';

/** What the statements after a run may look at: results, and the schemas that were written to. */
export function hookNames(results: readonly NodeResult[]): Names {
  const told = results.filter(
    ({ node, status }) => node.resource_type !== 'operation' || isFailure(status),
  );
  const written = results.flatMap(({ node, status }): RefableNode[] =>
    node.resource_type !== 'operation' && isRefable(node) && status === 'success' ? [node] : [],
  );
  const schemas = new Map(written.map((node) => [`${node.database}.${node.schema}`, node]));
  return {
    schemas: () => toValue([...new Set([...schemas.values()].map(({ schema }) => schema))]),
    database_schemas: () =>
      toValue([...schemas.values()].map(({ database, schema }) => [database, schema])),
    results: () => toValue(told.map(resultObject)),
  };
}

function resultObject(result: NodeResult) {
  return recordObject('RunResult', {
    node: recordObject('Node', manifestNode(result.node)),
    unique_id: result.uniqueId,
    status: result.status,
    message: result.message ?? null,
    failures: result.failures ?? null,
    execution_time: result.executionTime,
    thread_id: threadName(result.thread),
  });
}
