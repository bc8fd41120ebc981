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

/** Names of its columns in their order. */
export async function columnsOf(session: Session, table: Table): Promise<string[]> {
  return (await session.describe(`select * from ${pathOf(table)}`)).map(({ name }) => name);
}

export async function countRows(session: Session, relation: string): Promise<number> {
  const { rows } = await session.query(`select count(*) from ${relation}`);
  return Number(rows[0]?.[0]);
}

/** A list of columns for SQL, each after the prefix. */
export const columnsSql = (columns: readonly string[], prefix = ''): string =>
  columns.map((column) => `${prefix}${identifier(column)}`).join(', ');

/** Equal in all columns; nothing equals nothing. */
export const sameIn = (columns: readonly string[], left: string, right: string): string =>
  columns
    .map(
      (column) =>
        `${left}.${identifier(column)} is not distinct from ${right}.${identifier(column)}`,
    )
    .join(' and ');
