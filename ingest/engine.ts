import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** A private in-memory engine that spills to `folder`; close it after the file. */
export interface Engine {
  /** Runs a statement; gives the number of rows that a COPY or INSERT wrote. */
  run(sql: string): Promise<number>;
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Another connection, so that two statements run at once. It closes with the engine. */
  fork(): Promise<Engine>;
  close(): void;
}

const MEMORY = '1GB';

const engineOf = (
  connection: DuckDBConnection,
  instance: DuckDBInstance,
  closers: (() => void)[],
): Engine => ({
  run: async (sql) => (await connection.run(sql)).rowsChanged,
  rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
  fork: async () => {
    const other = await instance.connect();
    closers.push(() => other.closeSync());
    return engineOf(other, instance, closers);
  },
  close: () => {
    for (const close of closers.splice(0)) close();
  },
});

export const openEngine = async (folder: string): Promise<Engine> => {
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: folder,
    memory_limit: MEMORY,
  });
  const connection = await instance.connect();
  const engine = engineOf(connection, instance, [
    () => connection.closeSync(),
    () => instance.closeSync(),
  ]);
  await engine.run("SET GLOBAL TimeZone = 'UTC'");
  await engine.run('SET GLOBAL preserve_insertion_order = true');
  return engine;
};

/** A SQL string literal. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/**
 * A word that stands in every row, as an ENUM of itself: Parquet then holds a VARCHAR whose dictionary is known, which
 * costs a tenth of writing the text row by row.
 */
export const constantText = (value: string): string => `${text(value)}::ENUM(${text(value)})`;

/** A file to read, as a SQL literal: `*`, `?` and `[` in its path are themselves, not patterns. */
export const filePath = (path: string): string => text(path.replace(/[[*?]/g, '[$&]'));

/** A quoted SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
