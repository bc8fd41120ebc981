import type { DuckDBConnection } from '@duckdb/node-api';
import type pg from 'pg';

interface Column {
  readonly name: string;
  readonly type: string;
}

/** The lake's views as tables of a PostgreSQL server, whose types have the same names but for texts. */
export async function copyLake(lake: DuckDBConnection, server: pg.Client): Promise<void> {
  await server.query('create schema lake');
  const columns = await lake.runAndReadAll(
    "select table_name, column_name, replace(data_type, 'VARCHAR', 'text') from duckdb_columns() where schema_name = 'lake' order by table_name, column_index",
  );
  const tables = new Map<string, Column[]>();
  for (const [table, name, type] of columns.getRowsJson() as string[][]) {
    const own = tables.get(String(table)) ?? [];
    own.push({ name: String(name), type: String(type) });
    tables.set(String(table), own);
  }
  for (const [table, own] of tables) await copyTable(lake, server, table, own);
  await server.query('analyze');
}

async function copyTable(
  lake: DuckDBConnection,
  server: pg.Client,
  table: string,
  columns: readonly Column[],
): Promise<void> {
  const typed = columns.map(({ name, type }) => `"${name}" ${type}`);
  await server.query(`create table lake."${table}" (${typed.join(', ')})`);
  const given = columns.map((_, index) => `c${index}`);
  const insert = `insert into lake."${table}" select ${columns.map(({ type }, index) => `cast(c${index} as ${type})`).join(', ')}
    from unnest(${given.map((_, index) => `$${index + 1}::text[]`).join(', ')}) as given (${given.join(', ')})`;
  const texts = columns.map(({ name }) => `cast("${name}" as text)`);
  const result = await lake.stream(`select ${texts.join(', ')} from lake."${table}"`);
  for await (const rows of result.yieldRowsJson()) {
    await server.query(
      insert,
      columns.map((_, index) => rows.map((row) => row[index] ?? null)),
    );
  }
}
