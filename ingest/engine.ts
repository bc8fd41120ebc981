import { availableParallelism } from 'node:os';
import { DuckDBInstance } from '@duckdb/node-api';

/** A private in-memory engine; close it when done. */
export interface Engine {
  /** Runs a statement; gives the number of rows that a COPY or INSERT wrote. */
  run(sql: string): Promise<number>;
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Another connection, so that two statements run at once. It closes with the engine, or when that is cleared. */
  fork(): Promise<Engine>;
  /** Does work whose statements come one after another, each on every core. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Drops every table and closes the forks, so that the next file finds the engine as new. */
  clear(): Promise<void>;
  close(): void;
}

/** A table of five thousand columns needs three of these; what is longer than it is wide needs none. */
const MEMORY = '4GB';

/** What a statement leaves is given back from here on, else the allocator keeps some 80 MB for the next one. */
const GIVEN_BACK = '8MB';

const CREATES = /^\s*CREATE\b/i;

const openOn = async (
  instance: DuckDBInstance,
): Promise<Pick<Engine, 'run' | 'rows' | 'close'>> => {
  const connection = await instance.connect();
  return {
    run: async (sql) => (await connection.run(sql)).rowsChanged,
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    close: () => connection.closeSync(),
  };
};

/**
 * A statement has one core, because several pieces are at work at once: on two cores each, writing one takes half as much
 * processor time again.
 */
const THREADS = 1;

/** Opens an engine whose spilled data go to `folder`. */
export const openEngine = async (folder: string): Promise<Engine> => {
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: folder,
    memory_limit: MEMORY,
    threads: String(THREADS),
    allocator_bulk_deallocation_flush_threshold: GIVEN_BACK,
  });
  const main = await openOn(instance);
  const closers: (() => void)[] = [];
  const closeForks = (): void => {
    for (const close of closers.splice(0)) close();
  };
  let hasTables = false;
  const whole = (connection: Pick<Engine, 'run' | 'rows'>): Engine => ({
    ...connection,
    run: (sql) => {
      hasTables ||= CREATES.test(sql);
      return connection.run(sql);
    },
    fork: async () => {
      const other = await openOn(instance);
      closers.push(other.close);
      return whole(other);
    },
    alone: async (work) => {
      await main.run(`SET GLOBAL threads = ${availableParallelism()}`);
      try {
        return await work();
      } finally {
        await main.run(`SET GLOBAL threads = ${THREADS}`);
      }
    },
    clear: async () => {
      closeForks();
      if (!hasTables) return;
      hasTables = false;
      const tables = await main.rows('SELECT table_name FROM duckdb_tables()');
      for (const { table_name } of tables)
        await main.run(`DROP TABLE ${identifier(String(table_name))}`);
    },
    close: () => {
      closeForks();
      main.close();
      instance.closeSync();
    },
  });
  await main.run("SET GLOBAL TimeZone = 'UTC'");
  await main.run('SET GLOBAL preserve_insertion_order = true');
  return whole(main);
};

/** A SQL string literal. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/**
 * A word that stands in every row, as an ENUM of itself: Parquet then holds a VARCHAR whose dictionary is known, which
 * costs a tenth of writing the text row by row.
 */
export const constantText = (value: string): string => `${text(value)}::ENUM(${text(value)})`;

/** A column of words in which no row has one, of the same kind: it costs a tenth of writing NULL row by row. */
export const NO_TEXT = "NULL::ENUM('')";

/** A file to read, as a SQL literal: `*`, `?` and `[` in its path are themselves, not patterns. */
export const filePath = (path: string): string => text(path.replace(/[[*?]/g, '[$&]'));

/** A quoted SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
