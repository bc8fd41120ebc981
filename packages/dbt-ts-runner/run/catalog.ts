import type { QueryResult } from '../adapter/adapter.ts';
import type { Services } from '../context/services.ts';
import { HostObject, toJs } from '../jinja/index.ts';
import type { RefableNode, SourceNode } from '../manifest/node.ts';
import { callMacro } from './call_macro.ts';
import { operationNode } from './operation_node.ts';
import { inTransaction } from './transaction.ts';

/** A column as the database describes it. */
export interface CatalogColumn {
  readonly name: string;
  readonly type: string;
  /** Counts from 1. */
  readonly index: number;
  readonly comment: string | null;
}

/** A relation as the database describes it. */
export interface CatalogRelation {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  readonly comment: string | null;
  readonly owner: string | null;
  readonly columns: CatalogColumn[];
}

/** What the database says of the project's relations, by unique id; absent ones are left out. */
export type Catalog = ReadonlyMap<string, CatalogRelation>;

/** Asks the database for the columns and comments of everything the project builds or reads. */
export async function readCatalog(services: Services): Promise<Catalog> {
  const nodes = describable(services);
  const schemas = [...new Set(nodes.map((node) => node.schema))];
  if (schemas.length === 0) return new Map();
  const relations = await inTransaction(services.adapter, async (session) => {
    const node = operationNode(services, services.root.name, 'catalog', '');
    const args = ['information_schema', schemas];
    const answer = await callMacro(services, session, node, 'get_catalog', args);
    return relationsIn(answer instanceof HostObject ? (answer.native as QueryResult) : undefined);
  });
  const catalog = new Map<string, CatalogRelation>();
  for (const node of nodes) {
    const name = node.resource_type === 'source' ? node.identifier : node.alias;
    const found = relations.get(keyOf(node.database, node.schema, name));
    if (found !== undefined) catalog.set(node.unique_id, found);
  }
  return catalog;
}

function describable({ manifest }: Services): (RefableNode | SourceNode)[] {
  const refables = manifest.refables().filter((node) => node.config.materialized !== 'ephemeral');
  return [...refables, ...manifest.sources.values()];
}

function relationsIn(table: QueryResult | undefined): Map<string, CatalogRelation> {
  const relations = new Map<string, CatalogRelation>();
  const names = table?.columns.map((column) => column.name.toLowerCase()) ?? [];
  for (const row of table?.rows ?? []) {
    const value = (name: string) => toJs(row[names.indexOf(name)] ?? null);
    const textOrNull = (name: string) => (value(name) === null ? null : String(value(name)));
    const text = (name: string) => textOrNull(name) ?? '';
    const path = [text('table_database'), text('table_schema'), text('table_name')] as const;
    const relation = relations.get(keyOf(...path)) ?? {
      database: path[0],
      schema: path[1],
      name: path[2],
      type: text('table_type'),
      comment: textOrNull('table_comment'),
      owner: textOrNull('table_owner'),
      columns: [],
    };
    relations.set(keyOf(...path), relation);
    relation.columns.push({
      name: text('column_name'),
      type: text('column_type'),
      index: Number(value('column_index')),
      comment: textOrNull('column_comment'),
    });
  }
  return relations;
}

function keyOf(...path: readonly string[]): string {
  return JSON.stringify(path.map((part) => part.toLowerCase()));
}
