import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** A table or view with its rows in an order of their own; a view may be unreadable. */
export interface Relation {
  readonly type: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

/** The database's file below a project's folder; its name is part of compiled SQL. */
export const databaseFile = 'warehouse.duckdb';

/** Runs SQL on a project's database. */
export async function runSql(dir: string, sql: string): Promise<void> {
  await withDatabase(dir, {}, async (connection) => {
    await connection.run(sql);
  });
}

/** All relations of a project's database by `schema.name`; volatile columns only by their type. */
export async function readRelations(
  dir: string,
  volatile: readonly string[],
): Promise<Map<string, Relation>> {
  if (!existsSync(join(dir, databaseFile))) return new Map();
  return withDatabase(dir, { access_mode: 'READ_ONLY' }, async (connection) => {
    const tables = await textRows(
      connection,
      `select table_schema, table_name, table_type from information_schema.tables
       where table_catalog = 'warehouse' order by all`,
    );
    const relations = new Map<string, Relation>();
    for (const [schema = '', name = '', type = ''] of tables) {
      relations.set(
        `${schema}.${name}`,
        await readRelation(connection, { schema, name, type, volatile }),
      );
    }
    return relations;
  });
}

interface Wanted {
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  readonly volatile: readonly string[];
}

async function readRelation(
  connection: DuckDBConnection,
  { schema, name, type, volatile }: Wanted,
): Promise<Relation> {
  const columns = await textRows(
    connection,
    `select column_name, data_type from information_schema.columns
     where table_catalog = 'warehouse' and table_schema = '${schema}' and table_name = '${name}'
     order by ordinal_position`,
  );
  const stable = columns
    .map(([column = '']) => column)
    .filter((column) => !volatile.includes(`${schema}.${name}.${column}`));
  const list = stable.map((column) => `"${column}"`).join(', ') || 'null';
  const rows = await textRows(connection, `select ${list} from "${schema}"."${name}"`).catch(
    (error: Error) => [['unreadable', error.message]],
  );
  return {
    type,
    columns: columns.map((column) => column.join(' ')),
    rows: rows.map((row) => JSON.stringify(row)).sort(),
  };
}

async function textRows(connection: DuckDBConnection, sql: string): Promise<string[][]> {
  return (await (await connection.run(sql)).getRowsJson()) as string[][];
}

async function withDatabase<T>(
  dir: string,
  options: Record<string, string>,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(join(dir, databaseFile), options);
  const connection = await instance.connect();
  try {
    await connection.run(`set file_search_path = '${dir}'`);
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
