import type { Services } from '../context/services.ts';
import type { ModelNode } from '../manifest/node.ts';

/** A node that stands for a statement outside any model. */
export function operationNode(
  services: Services,
  packageName: string,
  name: string,
  code: string,
  file = 'dbt_project.yml',
): ModelNode {
  const { adapter, target } = services;
  return {
    name,
    resource_type: 'model',
    package_name: packageName,
    path: name,
    original_file_path: file,
    unique_id: `operation.${packageName}.${name}`,
    fqn: [packageName, name],
    database: adapter.database,
    schema: target.schema,
    alias: name,
    checksum: { name: 'none', checksum: '' },
    config: {},
    tags: [],
    description: '',
    columns: {},
    meta: {},
    docs: {},
    group: null,
    patch_path: null,
    unrendered_config: {},
    created_at: 0,
    relation_name: null,
    raw_code: code,
    refs: [],
    sources: [],
    depends_on: { macros: [], nodes: [] },
    access: 'protected',
    constraints: [],
    version: null,
    latest_version: null,
    deprecation_date: null,
    contract: { enforced: false, alias_types: true, checksum: null },
    time_spine: null,
  };
}
