import type { JsonObject } from '../project/yaml.ts';
import { carriedRecord } from './carried_record.ts';
import type { Manifest } from './manifest.ts';
import type { GraphNode, OperationNode } from './node.ts';
import { manifestNode } from './node_record.ts';

/** A node as templates see it: what manifest.json says of it before it is compiled. */
export function seenNode(node: GraphNode | OperationNode, manifest: Manifest): JsonObject {
  if ('yaml' in node) return carriedRecord(node, manifest);
  const record = manifestNode(node);
  const hasCode = 'raw_code' in record && node.resource_type !== 'seed';
  return hasCode ? { ...record, language: 'sql' } : record;
}
