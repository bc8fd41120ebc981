import type { TestNode } from 'dbt-ts-runner';
import { changesOf } from './changes.ts';
import { pathOf, sameIn, type Table } from './table.ts';

/** Generic tests that look at each row by itself. */
const ofRows = new Set(['not_null', 'accepted_values', 'relationships']);

/** Tests that look at the rows with the same values of the columns that this argument names. */
const ofGroups = new Map([
  ['unique_combination_of_columns', 'combination_of_columns'],
  ['versions_follow_each_other', 'key'],
]);

/** The columns by which a test groups rows; undefined where it looks at them otherwise. */
function groupedBy({ test_metadata }: TestNode): readonly string[] | undefined {
  if (test_metadata === null) return undefined;
  const { name, kwargs } = test_metadata;
  const column = String(kwargs.column_name);
  if (name === 'unique') return /^\w+$/.test(column) ? [column] : undefined;
  const columns = kwargs[ofGroups.get(name) ?? ''];
  return Array.isArray(columns) ? columns.map(String) : undefined;
}

/**
 * The SQL of a test that its table passed in the last build, held to what changed since; undefined where this does not
 * tell. Of groups of rows, those count in which rows came or went.
 */
export function testOfChanges(node: TestNode, sql: string, table: Table): string | undefined {
  const { name, namespace } = node.test_metadata ?? { name: '', namespace: null };
  if (namespace !== null) return undefined;
  const isOfItself = name === 'relationships' && node.depends_on.nodes.length < 2;
  if (ofRows.has(name) && !isOfItself)
    return sql.replaceAll(pathOf(table), changesOf(table, 'came'));
  const columns = groupedBy(node);
  if (columns === undefined) return undefined;
  const rows = `select own.* from ${pathOf(table)} as own
    semi join ${changesOf(table)} as changes on ${sameIn(columns, 'own', 'changes')}`;
  return sql.replaceAll(pathOf(table), `(${rows})`);
}
