import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type FileOutcome, ingest, type LoadRecord } from '@portolan/ingest';

/** A home directory and a drop folder of its own for one test. */
export interface TestHome {
  readonly home: string;
  deliver(name: string, content: string | Uint8Array): Promise<string>;
  ingest(...paths: string[]): Promise<readonly FileOutcome[]>;
  /** Deliver one file and load it. */
  load(name: string, content: string | Uint8Array): Promise<FileOutcome>;
  loads(feed: string): readonly LoadRecord[];
  rows(feed: string, columns: string, file?: string): Promise<unknown[]>;
  remove(): void;
}

export const query = async (sql: string): Promise<Record<string, unknown>[]> => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

const only = (outcomes: readonly FileOutcome[]): FileOutcome => {
  const [first] = outcomes;
  if (!first || outcomes.length > 1) throw new Error(`${outcomes.length} outcomes, expected one`);
  return first;
};

const loadsIn = (folder: string): readonly LoadRecord[] =>
  readdirSync(folder)
    .filter((name) => name.startsWith('load='))
    .sort()
    .map((load) => JSON.parse(readFileSync(join(folder, load, 'load.json'), 'utf8')));

export const testHome = (): TestHome => {
  const root = mkdtempSync(join(tmpdir(), 'portolan-ingest-'));
  const home = join(root, 'home');
  const run = async (...paths: string[]) => (await ingest({ home, paths })).files;
  const deliver = async (name: string, content: string | Uint8Array) => {
    const path = join(root, 'drop', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  };
  return {
    home,
    deliver,
    ingest: run,
    load: async (name, content) => only(await run(await deliver(name, content))),
    loads: (feed) => loadsIn(join(home, 'lake', feed)),
    rows: async (feed, columns, file = 'part-*') => {
      const path = join(home, 'lake', feed, 'load=*', `${file}.parquet`);
      const rows = await query(
        `SELECT ${columns} FROM read_parquet('${path}', hive_partitioning = false) ORDER BY filename, _row`,
      );
      return rows.map((row) => (Object.keys(row).length === 1 ? Object.values(row)[0] : row));
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
};

/** Rows of the clindata CTMS site extract, for tests that need a recognisable file. */
export const siteCsv = (...rows: string[]): string =>
  ['protocol,site_num,site_row_id,pi_number,site_active_dt,country', ...rows, ''].join('\n');
