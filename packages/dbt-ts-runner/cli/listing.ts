import type { GraphNode } from '../manifest/node.ts';
import { selectorName } from '../manifest/node_record.ts';

/** The lines of `ls`: a name each, or with `json` a JSON object each. */
export function listing(nodes: readonly GraphNode[], output: string): string[] {
  if (output !== 'json') return nodes.map(selectorName).sort();
  return nodes.map((node) =>
    JSON.stringify({
      name: node.name,
      resource_type: node.resource_type,
      package_name: node.package_name,
      original_file_path: node.original_file_path,
      unique_id: node.unique_id,
      alias: 'alias' in node ? node.alias : node.name,
      config: node.config,
      tags: 'tags' in node ? node.tags : [],
      depends_on: 'depends_on' in node ? node.depends_on : { macros: [], nodes: [] },
    }),
  );
}
