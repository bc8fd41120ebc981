import type { Warning } from '../context/warning_rules.ts';
import { RunnerError } from '../errors.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { RefableNode } from '../manifest/node.ts';
import type { JsonObject } from '../project/yaml.ts';

/**
 * Refuses two resources that would be one relation of the database. Names of a package that kinds
 * of resources share are remarked, or refused where a flag of dbt_project.yml says so.
 */
export function checkNames(manifest: Manifest, flags: JsonObject): Warning[] {
  const nodes = manifest.refables();
  const warnings: Warning[] = [];
  for (const [node, other] of alike(nodes, nameOf)) {
    const text = `The ${node.resource_type} '${node.name}' has the name of the ${other.resource_type} in ${other.original_file_path}. Rename one.`;
    if (flags.require_unique_project_resource_names === true) throw refused(node, text);
    warnings.push({ name: 'DuplicateNameDistinctNodeTypesDeprecation', text });
  }
  for (const [node, other] of alike(nodes, placeOf)) {
    throw refused(
      node,
      `The ${node.resource_type} '${node.name}' would be the relation ${placeOf(node)}, which the ${other.resource_type} '${other.name}' of ${other.original_file_path} is. Give one another alias or schema.`,
    );
  }
  return warnings;
}

/** Each node for which an earlier one has the same key, with that. */
function* alike(
  nodes: readonly RefableNode[],
  keyOf: (node: RefableNode) => string | undefined,
): Generator<[RefableNode, RefableNode]> {
  const first = new Map<string, RefableNode>();
  for (const node of nodes) {
    const key = keyOf(node);
    if (key === undefined) continue;
    const other = first.get(key);
    if (other === undefined) first.set(key, node);
    else yield [node, other];
  }
}

function nameOf(node: RefableNode): string | undefined {
  const isVersioned = node.resource_type === 'model' && node.version !== null;
  return isVersioned ? undefined : `${node.package_name}.${node.name}`;
}

function placeOf({ database, schema, alias }: RefableNode): string {
  return `${database}.${schema}.${alias}`;
}

function refused({ original_file_path }: RefableNode, sentence: string): RunnerError {
  return new RunnerError('duplicate_name', sentence, { place: { file: original_file_path } });
}
