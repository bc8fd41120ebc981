import type { Session } from 'dbt-ts-runner';
import { identifier } from '../sql.ts';

/** A table or view of a build. */
export interface Table {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
}

/** As compiled SQL writes it. */
export const pathOf = ({ database, schema, name }: Table): string =>
  [database, schema, name].map(identifier).join('.');

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

/** Names of its columns in their order. */
export async function columnsOf(session: Session, table: Table): Promise<string[]> {
  return (await session.describe(`select * from ${pathOf(table)}`)).map(({ name }) => name);
}

export async function countRows(session: Session, relation: string): Promise<number> {
  const { rows } = await session.query(`select count(*) from ${relation}`);
  return Number(rows[0]?.[0]);
}

/** Keeps the rows in which two queries of these columns differ as the changes of a table; resolves to their number. */
export async function keepDifference(
  session: Session,
  table: Table,
  columns: readonly string[],
  now: string,
  before: string,
): Promise<number> {
  const names = columns.map(identifier).join(', ');
  await session.execute(
    `create temp table difference as select ${names}, sum(_sign)::bigint as _rows
     from (select ${names}, 1 as _sign from (${now}) union all select ${names}, -1 from (${before}))
     group by ${names} having sum(_sign) <> 0`,
  );
  for (const [kind, rows] of [
    ['came', '_rows'],
    ['gone', '-_rows'],
  ] as const)
    await session.execute(
      `create table ${changesOf(table, kind)} as
       select ${names} from (select *, unnest(range(greatest(${rows}, 0))) from difference)`,
    );
  await session.execute('drop table difference');
  const [came, gone] = [changesOf(table, 'came'), changesOf(table, 'gone')];
  await session.execute(
    `create view ${changesOf(table)} as select * from ${came} union all select * from ${gone}`,
  );
  return countRows(session, changesOf(table));
}
