import type { ColumnType, Session } from 'dbt-ts-runner';
import { identifier } from '../sql.ts';
import { columnsSql, countRows, pathOf, type Table } from './table.ts';

/**
 * What is known of a relation against the last build:
 * - `none` of its rows came or went;
 * - the rows that came or went are `listed` in schema `changes`;
 * - only the rows that came are listed there, `with_snapshots` among the loads, which say by absence what is gone;
 * - `any` row may have come or gone.
 */
export type Change = 'none' | 'listed' | 'with_snapshots' | 'any';

/** Schemas of what changed since the last build: rows that came, rows that went, and both. */
export const changeSchemas = ['came', 'gone', 'changes'] as const;

/** The relation of a table's rows that came or went since the last build. */
export const changesOf = (
  { schema, name }: Pick<Table, 'schema' | 'name'>,
  kind: (typeof changeSchemas)[number] = 'changes',
): string => `${kind}.${identifier(`${schema}.${name}`)}`;

/** What a node computes and compares, in temporary tables of its session, which ends with the node. */
const fresh = 'temp.renewed_rows';
const difference = 'temp.difference';
const former = 'temp.former_rows';

/** Types of 128 bits, which DuckDB hashes as the xor of their halves: 0 and the number below it would be one. */
const isWide = ({ type }: ColumnType): boolean =>
  /^U?HUGEINT$/.test(type) || Number(/^DECIMAL\((\d+),/.exec(type)?.[1] ?? 0) > 18;

/**
 * SQL of a row's hash of 64 bits. Where a million rows came and a million went, two of them are taken for one once in 18
 * million builds.
 */
function rowHash(columns: readonly ColumnType[]): string {
  const values = columnsSql(columns.map(({ name }) => name));
  const wide = columns.filter(isWide).map(({ name }) => `cast(${identifier(name)} as double)`);
  return `hash(${[values, ...wide].join(', ')})`;
}

/** Computes the rows that a table is to hold, or those of some slices of it, beside it; resolves to their columns. */
export async function computeRows(session: Session, sql: string): Promise<ColumnType[]> {
  const columns = await session.describe(sql);
  const names = columnsSql(columns.map(({ name }) => name));
  await session.execute(
    `create temp table ${fresh} as select ${names}, ${rowHash(columns)} as _renewal_hash from (\n${sql}\n)`,
  );
  return columns;
}

/** Forgets the computed rows, so that the session may compute others. */
export const dropRows = (session: Session) => session.execute(`drop table ${fresh}`);

/**
 * Makes a table hold the computed rows in place of those of the relation `replaced`: all of its own, or those of some slices,
 * each with its row id as `_rowid`. Only rows that differ are written. Resolves to the number of rows that came and went;
 * where there are any, they are kept as the table's changes.
 */
export async function bringUpToDate(
  session: Session,
  table: Table,
  columns: readonly ColumnType[],
  replaced: string,
): Promise<number> {
  const names = columnsSql(columns.map(({ name }) => name));
  const hash = rowHash(columns);
  await session.execute(
    `create temp table ${difference} as select _renewal_hash
     from (select _renewal_hash, 1 as _sign from ${fresh} union all select ${hash}, -1 from ${replaced})
     group by _renewal_hash having sum(_sign) <> 0`,
  );
  if ((await countRows(session, difference)) === 0) return 0;
  const isDifferent = `in (select _renewal_hash from ${difference})`;
  await session.execute(
    `create temp table ${former} as select _rowid, ${names} from ${replaced} where ${hash} ${isDifferent}`,
  );
  const [came, gone] = [changesOf(table, 'came'), changesOf(table, 'gone')];
  await session.execute(
    `create table ${came} as select ${names} from ${fresh} where _renewal_hash ${isDifferent}`,
  );
  await session.execute(`create table ${gone} as select ${names} from ${former}`);
  await session.execute(
    `create view ${changesOf(table)} as select * from ${came} union all select * from ${gone}`,
  );
  await session.execute(
    `delete from ${pathOf(table)} where rowid in (select _rowid from ${former})`,
  );
  await session.execute(`insert into ${pathOf(table)} by name from ${came}`);
  return countRows(session, changesOf(table));
}
