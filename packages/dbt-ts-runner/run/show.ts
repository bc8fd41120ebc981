import type { Session } from '../adapter/adapter.ts';
import { translateError } from '../context/failure.ts';
import { parseScope } from '../context/parse_context.ts';
import type { Services } from '../context/services.ts';
import { toJs, type Value } from '../jinja/index.ts';
import type { CodeNode, ExecutableNode, GraphNode, ModelNode } from '../manifest/node.ts';
import { resolveRef } from '../manifest/resolve.ts';
import { type Json, type JsonObject, textOf } from '../project/yaml.ts';
import { macroText } from './call_macro.ts';
import { Compiler } from './compiler.ts';
import { operationNode } from './operation_node.ts';
import { inTransaction } from './transaction.ts';

/** The first rows of a query. */
export interface Preview {
  /** Undefined for inline SQL. */
  readonly name: string | undefined;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Json[])[];
  /** The query, with the limit. */
  readonly sql: string;
}

/** A node that has rows to show. */
export type ShownNode = Exclude<ExecutableNode, { resource_type: 'unit_test' }>;

export function isShown(node: GraphNode): node is ShownNode {
  return ['model', 'seed', 'test', 'snapshot'].includes(node.resource_type);
}

/** Shows a node's first rows: those of its query, or of a seed's table. */
export function showNode(
  services: Services,
  compiler: Compiler,
  node: ShownNode,
  limit: number | undefined,
): Promise<Preview> {
  return inTransaction(services.adapter, async (session) => {
    if (node.resource_type !== 'seed') {
      const { sql } = await compiler.compile(node, session);
      return preview(services, session, node, sql, node.name, limit);
    }
    const asked = operationNode(services, node.package_name, node.name, '');
    const sql = `select * from ${node.relation_name ?? ''}`;
    return preview(services, session, asked, sql, node.name, limit);
  });
}

/** A template that is no node, as one; it may refer to anything. */
export async function inlineNode(services: Services, text: string): Promise<ModelNode> {
  const file = '--inline';
  const node = operationNode(services, services.root.name, 'inline', text, file);
  const subject = { packageName: node.package_name, name: node.name, model: {} };
  const { scope, facts } = parseScope(services, subject);
  try {
    await services.environments.parse.parse(text, file).render(scope.context);
  } catch (error) {
    throw translateError(error);
  }
  const nodes = facts.refs.map((ref) => resolveRef(services.manifest, ref, node).unique_id);
  return { ...node, depends_on: { macros: [], nodes } };
}

/** Shows the first rows of a template that is no node. */
export function showInline(
  services: Services,
  node: ModelNode,
  limit: number | undefined,
): Promise<Preview> {
  return inTransaction(services.adapter, async (session) => {
    const sql = await compileInline(services, session, node);
    return preview(services, session, node, sql, undefined, limit);
  });
}

/** The SQL of a template that is no node. */
export async function compileInline(
  services: Services,
  session: Session,
  node: ModelNode,
): Promise<string> {
  const { sql } = await new Compiler(services).compile(node, session, { strictRefs: false });
  return sql;
}

async function preview(
  services: Services,
  session: Session,
  node: CodeNode,
  sql: string,
  name: string | undefined,
  limit: number | undefined,
): Promise<Preview> {
  const header = textOf(node.config.sql_header) ?? null;
  const asked = [sql, header, limit ?? null];
  const text = await macroText(services, session, node, 'get_show_sql', asked);
  const { columns, rows } = await session.query(text);
  return {
    name,
    columns: columns.map((column) => column.name),
    rows: rows.map((row) => row.map(jsonOf)),
    sql: text,
  };
}

/** Rows as objects by column. */
export function previewRecords({ columns, rows }: Preview): JsonObject[] {
  return rows.map((row) =>
    Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])),
  );
}

function jsonOf(value: Value): Json {
  const plain = toJs(value);
  return typeof plain === 'bigint' ? String(plain) : ((plain ?? null) as Json);
}
