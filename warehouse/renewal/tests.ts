import type { TestNode } from 'dbt-ts-runner';
import { changesOf } from './changes.ts';
import { pathOf, sameIn, type Table } from './table.ts';

/** Generic tests that look at each row by itself. */
const ofRows = new Set(['not_null', 'accepted_values', 'relationships']);

const isName = /^[a-z_]\w*$/;

/** Tests that look at the rows with the same values of the columns that this argument names. */
const ofGroups = new Map([
  ['unique', 'column_name'],
  ['unique_combination_of_columns', 'combination_of_columns'],
  ['versions_follow_each_other', 'key'],
]);

/** The columns by which a test groups rows; undefined where it looks at them otherwise. */
function groupedBy({ test_metadata }: TestNode): readonly string[] | undefined {
  if (test_metadata === null) return undefined;
  const { name, kwargs } = test_metadata;
  const argument = ofGroups.get(name);
  if (argument === undefined) return undefined;
  const columns = [kwargs[argument]].flat().map(String);
  return columns.every((column) => isName.test(column)) ? columns : undefined;
}

/** Whether a test fails as soon as its SQL gives a row, which is so where it is not configured otherwise. */
const failsByAnyRow = ({ config }: TestNode): boolean =>
  config.fail_calc === 'count(*)' && config.error_if === '!= 0' && config.warn_if === '!= 0';

/**
 * The SQL of a test that its table passed in the last build, held to what changed since; undefined where this does not
 * tell. Of groups of rows, those count in which rows came or went.
 */
export function testOfChanges(node: TestNode, sql: string, table: Table): string | undefined {
  const { name, namespace } = node.test_metadata ?? { name: '', namespace: null };
  if (namespace !== null || !failsByAnyRow(node)) return undefined;
  const isOfItself = name === 'relationships' && node.depends_on.nodes.length < 2;
  if (ofRows.has(name) && !isOfItself)
    return sql.replaceAll(pathOf(table), changesOf(table, 'came'));
  const columns = groupedBy(node);
  if (columns === undefined) return undefined;
  const rows = `select own.* from ${pathOf(table)} as own
    semi join ${changesOf(table)} as changes on ${sameIn(columns, 'own', 'changes')}`;
  return sql.replaceAll(pathOf(table), `(${rows})`);
}
