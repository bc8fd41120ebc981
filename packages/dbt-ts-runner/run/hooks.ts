import type { Session } from '../adapter/adapter.ts';
import { translateError } from '../context/failure.ts';
import type { Names } from '../context/names.ts';
import { queryComment } from '../context/query_comment.ts';
import { runScope } from '../context/run_context.ts';
import type { Services } from '../context/services.ts';
import type { ModelNode } from '../manifest/node.ts';
import { inTransaction } from './transaction.ts';

/** Runs the on-run-start or on-run-end statements of all packages, each in its own transaction. */
export async function runProjectHooks(
  services: Services,
  when: 'onRunStart' | 'onRunEnd',
  names: Names,
): Promise<void> {
  for (const project of services.projects.values()) {
    for (const [index, hook] of project[when].entries()) {
      const node = operationNode(services, project.name, `${when}-${index}`, hook);
      await inTransaction(services.adapter, async (session) => {
        const sql = await renderHook(services, node, session, names);
        if (sql !== '') await session.execute(sql);
      });
    }
  }
}

async function renderHook(
  services: Services,
  node: ModelNode,
  session: Session,
  names: Names,
): Promise<string> {
  const { scope } = runScope(services, { node, session, names, strictRefs: false });
  try {
    const template = services.environments.run.parse(node.raw_code, node.original_file_path);
    return (await template.render(scope.context)).trim();
  } catch (error) {
    throw translateError(error);
  }
}

/** Renders the query comment once: one that cannot be used would fail every statement. */
export async function checkQueryComment(services: Services): Promise<void> {
  if (services.root.queryComment === null) return;
  const node = operationNode(services, services.root.name, 'query_comment', '');
  await inTransaction(services.adapter, async (session) => {
    const { scope } = runScope(services, { node, session, strictRefs: false });
    await queryComment(
      services,
      node,
      () => scope,
    )('').catch((error) => {
      throw translateError(error);
    });
  });
}

/** A node that stands for a statement outside any model. */
export function operationNode(
  services: Services,
  packageName: string,
  name: string,
  code: string,
  file = 'dbt_project.yml',
): ModelNode {
  const { adapter, target, projects, root } = services;
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
    root: (projects.get(packageName) ?? root).dir,
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
