import type { TestNode } from 'dbt-ts-runner';
import { changesOf } from './changes.ts';
import { pathOf, type Table } from './table.ts';

/** Generic tests that look at each row by itself. */
const ofRows = new Set(['not_null', 'accepted_values', 'relationships']);

/**
 * The SQL of a test that its table passed in the last build, held to the rows that came since; undefined where these do not
 * tell. Of values that are to be unique, all rows count that have a value of theirs.
 */
export function testOfChanges(node: TestNode, sql: string, table: Table): string | undefined {
  const { name, namespace } = node.test_metadata ?? { name: '', namespace: null };
  if (namespace !== null) return undefined;
  const came = changesOf(table, 'came');
  const isOfItself = name === 'relationships' && node.depends_on.nodes.length < 2;
  if (ofRows.has(name) && !isOfItself) return sql.replaceAll(pathOf(table), came);
  const column_name = node.test_metadata?.kwargs.column_name;
  if (name !== 'unique' || typeof column_name !== 'string') return undefined;
  const rows = `select * from ${pathOf(table)} where ${column_name} in (select ${column_name} from ${came})`;
  return sql.replaceAll(pathOf(table), `(${rows})`);
}
