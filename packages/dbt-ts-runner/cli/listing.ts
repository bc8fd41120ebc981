import type { GraphNode } from '../manifest/node.ts';
import { manifestNode, selectorName } from '../manifest/node_record.ts';
import type { JsonObject } from '../project/yaml.ts';

/** What a line of `ls` may say of a node. */
export const listOutputs = ['selector', 'name', 'path', 'json', 'text'] as const;
export type ListOutput = (typeof listOutputs)[number];

const standardKeys = [
  'name',
  'resource_type',
  'package_name',
  'original_file_path',
  'unique_id',
  'alias',
  'config',
  'tags',
  'depends_on',
];

/** The lines of `ls`: by default the names that selectors know; with `json` an object each. */
export function listing(
  nodes: readonly GraphNode[],
  output: ListOutput,
  keys: readonly string[] = standardKeys,
): string[] {
  switch (output) {
    case 'json':
      return nodes.map((node) => JSON.stringify(picked(node, keys)));
    case 'name':
      return nodes.map(shortName).sort();
    case 'path':
      return nodes.map((node) => node.original_file_path).sort();
    case 'selector':
    case 'text':
      return nodes.map(selectorName).sort();
  }
}

function picked(node: GraphNode, keys: readonly string[]): JsonObject {
  const { name, tags = [], depends_on = { macros: [], nodes: [] }, ...rest } = manifestNode(node);
  const record: JsonObject = { alias: name ?? '', ...rest, name: name ?? '', tags, depends_on };
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = record[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** `model`, `model.v1`, or for a source `source.table`. */
function shortName(node: GraphNode): string {
  if (node.resource_type === 'source') return `${node.source_name}.${node.name}`;
  const version = 'version' in node ? node.version : null;
  if (version === null) return node.name;
  return node.resource_type === 'unit_test'
    ? `${node.name}_v${version}`
    : `${node.name}.v${version}`;
}
