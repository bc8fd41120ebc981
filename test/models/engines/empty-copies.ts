import type { DuckDBConnection } from '@duckdb/node-api';

/** What Trino calls otherwise than DuckDB does. */
const types: Readonly<Record<string, string>> = {
  HUGEINT: 'decimal(38, 0)',
  TIMESTAMP: 'timestamp(6)',
  'TIMESTAMP WITH TIME ZONE': 'timestamp(6) with time zone',
};

/** Statements for Trino, schemas first: an empty table for each table and view of a DuckDB. */
export async function emptyCopies(
  database: DuckDBConnection,
): Promise<{ schemas: string[]; tables: string[] }> {
  const result = await database.runAndReadAll(
    `select schema_name, table_name, column_name, data_type from duckdb_columns()
     where not internal order by schema_name, table_name, column_index`,
  );
  const schemas = new Set<string>();
  const tables = new Map<string, string[]>();
  for (const [schema, table, column, type] of result.getRows().map((row) => row.map(String))) {
    const path = `"${schema}"."${table}"`;
    const columns = tables.get(path) ?? [];
    columns.push(`"${column}" ${types[type ?? ''] ?? type}`);
    tables.set(path, columns);
    schemas.add(`create schema "${schema}"`);
  }
  return {
    schemas: [...schemas],
    tables: [...tables].map(([path, columns]) => `create table ${path} (${columns.join(', ')})`),
  };
}
