import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, filePath, identifier, openEngine } from '../engine.ts';
import { type LedgerLoad, readLedger } from '../ledger/ledger.ts';
import { hashIn } from './record.ts';

/** What two lakes of the same content have in common, whenever and in whatever order they were loaded. */
export interface LakeContent {
  readonly loads: number;
  readonly rows: number;
  readonly rejected: number;
  /** SHA-256 of every load: its record, its rows, its quarantine and its retraction, all without times and load ids. */
  readonly hash: string;
}

const TIMED = ['_load_id', '_loaded_at'];

/** A load id without its time. */
const timeless = (loadId: string | undefined): string | undefined =>
  loadId === undefined ? undefined : hashIn(loadId);

/** Rows of Parquet files as their number and the sums of their MD5s: equal rows give equal text in any order. */
const rowsIn = async (engine: Engine, files: readonly string[]): Promise<string> => {
  if (files.length === 0) return '';
  const from = `read_parquet([${files.map(filePath).join(', ')}], hive_partitioning = false, union_by_name = true)`;
  const columns = (await engine.rows(`DESCRIBE SELECT * FROM ${from}`))
    .map((row) => String(row.column_name))
    .filter((name) => !TIMED.includes(name))
    .sort();
  const cells = columns.map((name) => `${identifier(name)} := ${identifier(name)}`).join(', ');
  const [sums] = await engine.rows(
    `SELECT count(*)::VARCHAR AS n, sum(md5_number_lower(content))::VARCHAR AS low, sum(md5_number_upper(content))::VARCHAR AS high FROM (SELECT to_json(struct_pack(${cells}))::VARCHAR AS content FROM ${from})`,
  );
  return `${columns.join(',')} ${sums?.n} ${sums?.low} ${sums?.high}`;
};

const contentOf = async (engine: Engine, load: LedgerLoad): Promise<string> => {
  const { record, folder, retraction, purge } = load;
  const names = (await readdir(folder)).sort();
  const files = (pattern: RegExp): readonly string[] =>
    names.filter((name) => pattern.test(name)).map((name) => join(folder, name));
  const { load_id, loaded_at, file_modified_at, ...rest } = record;
  const others = names.filter((name) => name !== 'load.json' && !name.endsWith('.parquet'));
  return JSON.stringify([
    {
      ...rest,
      identity: timeless(load_id),
      reinstates: timeless(record.reinstates),
      returns_to: timeless(record.returns_to),
      corrects: timeless(record.corrects),
    },
    await rowsIn(engine, files(/^part-.*\.parquet$/)),
    await rowsIn(engine, files(/^rejected.*\.parquet$/)),
    await Promise.all(
      others.map(async (name) => [name, await readFile(join(folder, name), 'utf8')]),
    ),
    retraction && { by: retraction.retracted_by, why: retraction.why },
    purge && { why: purge.why },
  ]);
};

/** Hashes what a lake holds, so that two lakes can be compared: by content, not by bytes, times or order of loading. */
export const hashLake = async (home: string): Promise<LakeContent> => {
  const ledger = await readLedger(home);
  const engine = await openEngine(tmpdir());
  const contents: string[] = [];
  try {
    for (const load of ledger) contents.push(await contentOf(engine, load));
  } finally {
    engine.close();
  }
  const hash = createHash('sha256');
  for (const content of contents.sort()) hash.update(content).update('\n');
  const sum = (count: (load: LedgerLoad) => number): number =>
    ledger.reduce((total, load) => total + count(load), 0);
  return {
    loads: ledger.length,
    rows: sum(({ record }) => record.rows_accepted),
    rejected: sum(({ record }) => record.rows_rejected),
    hash: hash.digest('hex'),
  };
};
