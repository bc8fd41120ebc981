import type { ColumnType, Session } from 'dbt-ts-runner';
import { identifier } from '../sql.ts';
import { columnsSql, countRows, pathOf, type Table } from './table.ts';

/**
 * What is known of a relation against the last build:
 * - `none` of its rows came or went;
 * - the rows that came or went are `listed` in schema `changes`;
 * - only the rows that came are listed there, `with_snapshots` among them, which say by absence what is gone;
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

const freshRows = 'temp.renewed_rows';

/** Computes the rows that a table is to hold, or those of some slices of it, beside it; resolves to their columns. */
export async function computeRows(session: Session, sql: string): Promise<ColumnType[]> {
  const columns = await session.describe(sql);
  const names = columnsSql(columns.map(({ name }) => name));
  await session.execute(
    `create temp table renewed_rows as select ${names}, hash(${names}) as _renewal_hash from (\n${sql}\n)`,
  );
  return columns;
}

export const dropRows = (session: Session) => session.execute(`drop table ${freshRows}`);

/**
 * Makes a table hold the computed rows in place of those of the relation `former`: all of its own, or those of some slices,
 * each with its row id as `_rowid`.
 * Only rows that differ are written. Keeps them as the table's changes and resolves to their number.
 * Rows are told apart by 64 bits of hash: where a million came and a million went, two of them are taken for one once in
 * 18 million builds.
 */
export async function bringUpToDate(
  session: Session,
  table: Table,
  columns: readonly string[],
  former: string,
): Promise<number> {
  const names = columnsSql(columns);
  await session.execute(
    `create temp table difference as select _renewal_hash
     from (select _renewal_hash, 1 as _sign from ${freshRows} union all select hash(${names}), -1 from ${former})
     group by _renewal_hash having sum(_sign) <> 0`,
  );
  if ((await countRows(session, 'difference')) === 0) return 0;
  await session.execute(
    `create temp table former_rows as select _rowid, ${names}
     from ${former} where hash(${names}) in (select _renewal_hash from difference)`,
  );
  const [came, gone] = [changesOf(table, 'came'), changesOf(table, 'gone')];
  await session.execute(
    `create table ${came} as select ${names} from ${freshRows} where _renewal_hash in (select _renewal_hash from difference)`,
  );
  await session.execute(`create table ${gone} as select ${names} from former_rows`);
  await session.execute(
    `create view ${changesOf(table)} as select * from ${came} union all select * from ${gone}`,
  );
  await session.execute(
    `delete from ${pathOf(table)} where rowid in (select _rowid from former_rows)`,
  );
  await session.execute(`insert into ${pathOf(table)} by name from ${came}`);
  return countRows(session, changesOf(table));
}
