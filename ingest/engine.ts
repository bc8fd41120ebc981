import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** A private in-memory engine that spills to `folder`; close it after the file. */
export interface Engine {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): void;
}

const engineOf = (connection: DuckDBConnection, instance: DuckDBInstance): Engine => ({
  run: async (sql) => {
    await connection.run(sql);
  },
  rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
  close: () => {
    connection.closeSync();
    instance.closeSync();
  },
});

export const openEngine = async (folder: string): Promise<Engine> => {
  const instance = await DuckDBInstance.create(':memory:', { temp_directory: folder });
  const connection = await instance.connect();
  const engine = engineOf(connection, instance);
  await engine.run("SET TimeZone = 'UTC'");
  await engine.run('SET preserve_insertion_order = true');
  return engine;
};

/** A SQL string literal. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** A file to read, as a SQL literal: `*`, `?` and `[` in its path are themselves, not patterns. */
export const filePath = (path: string): string => text(path.replace(/[[*?]/g, '[$&]'));

/** A quoted SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
