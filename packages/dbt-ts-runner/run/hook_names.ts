import { resultRecord } from '../artifacts/run_results.ts';
import { type Names, recordObject } from '../context/names.ts';
import { hostFunction, PyList, PyTuple, toValue, utcDatetime, type Value } from '../jinja/index.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { RefableNode } from '../manifest/node.ts';
import { isRefable } from '../manifest/node_record.ts';
import { seenNode } from '../manifest/seen_node.ts';
import type { JsonObject } from '../project/yaml.ts';
import { isFailure, type NodeResult } from './result.ts';

/** What the statements after a run may look at: results, and the schemas that were written to. */
export function hookNames(results: readonly NodeResult[], manifest: Manifest): Names {
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
      new PyList(
        [...schemas.values()].map(({ database, schema }) => new PyTuple([database, schema])),
      ),
    results: () => toValue(told.map((result) => resultObject(result, manifest))),
  };
}

/** A result as statements after the run see it. */
function resultObject(result: NodeResult, manifest: Manifest) {
  const record = resultRecord(result);
  const { compiled = null, compiled_code = null } = record;
  const node = { ...seenNode(result.node, manifest), compiled, compiled_code };
  const seen = { ...record, node: recordObject('Node', node, { to_dict: given(node) }) };
  const timing = result.timing.map(({ name, startedAt, completedAt }) =>
    recordObject('TimingInfo', {
      name,
      started_at: utcDatetime(startedAt),
      completed_at: utcDatetime(completedAt),
    }),
  );
  const to_dict = given({ ...record, node });
  return recordObject(
    'RunResult',
    { ...seen, message: result.message ?? null, timing },
    { to_dict },
  );
}

/** A method that gives the record, whatever it is asked to omit. */
function given(record: JsonObject): Value {
  return hostFunction('to_dict', () => toValue(record));
}
