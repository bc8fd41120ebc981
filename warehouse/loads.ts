import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WarehouseError } from './errors.ts';

/** The part of a load record that a build needs; `folder` holds its Parquet files. */
export interface Load {
  readonly load_id: string;
  readonly feed: string;
  readonly profile: string;
  readonly source: string;
  readonly mode: string;
  readonly file_name: string;
  readonly file_sha256: string;
  /** ISO, UTC: when the warehouse first saw these rows. */
  readonly loaded_at: string;
  readonly rows_read: number;
  readonly rows_accepted: number;
  readonly rows_rejected: number;
  readonly folder: string;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

async function names(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

async function readLoad(folder: string): Promise<Load> {
  const file = join(folder, 'load.json');
  try {
    return { ...JSON.parse(await readFile(file, 'utf8')), folder };
  } catch (cause) {
    throw new WarehouseError(
      'LAKE_UNREADABLE',
      `The load record ${file} cannot be read.`,
      'Restore it from a backup, or move its folder out of the lake and ingest the file again.',
      cause,
    );
  }
}

async function feeds(lake: string): Promise<string[]> {
  try {
    const found = await names(lake);
    return found.filter((name) => name !== 'files' && name !== 'purges' && !name.startsWith('.'));
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new WarehouseError(
      'LAKE_MISSING',
      `There is no lake in ${lake}: nothing has been ingested into this home.`,
      'Run portolan ingest with the files to load first, or choose another home with --home.',
      cause,
    );
  }
}

async function readRecord(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new WarehouseError(
      'LAKE_UNREADABLE',
      `The record ${file} cannot be read.`,
      'Restore it from a backup.',
      cause,
    );
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const jsonFiles = async (folder: string, prefix: string): Promise<string[]> => {
  const entries = await readdir(folder).catch((): string[] => []);
  const wanted = entries.filter((name) => name.startsWith(prefix) && name.endsWith('.json'));
  return wanted.map((name) => join(folder, name));
};

/** Loads of a feed that had been withdrawn by the time. */
async function retracted(folder: string, until: Date): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const file of await jsonFiles(folder, 'retraction=')) {
    const record = await readRecord(file);
    if (isObject(record) && new Date(String(record.retracted_at)) <= until)
      ids.add(String(record.load_id));
  }
  return ids;
}

/** Loads whose rows were removed for good: no build, of whatever time, has them any more. */
async function purged(lake: string): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const file of await jsonFiles(join(lake, 'purges'), '')) {
    const record = await readRecord(file);
    const loads = isObject(record) && Array.isArray(record.loads) ? record.loads : [];
    for (const load of loads) if (isObject(load)) ids.add(String(load.load_id));
  }
  return ids;
}

/**
 * Every load of the lake that had arrived by the time and had not been retracted by then, in order of arrival; without those
 * that have been purged since.
 */
export async function readLoads(lake: string, until: Date): Promise<Load[]> {
  const loads: Load[] = [];
  const all = await feeds(lake);
  const gone = await purged(lake);
  for (const feed of all) {
    const withdrawn = await retracted(join(lake, feed), until);
    const folders = await names(join(lake, feed));
    for (const name of folders.filter((folder) => folder.startsWith('load='))) {
      const id = name.slice('load='.length);
      if (!withdrawn.has(id) && !gone.has(id)) loads.push(await readLoad(join(lake, feed, name)));
    }
  }
  return loads
    .filter((load) => new Date(load.loaded_at) <= until)
    .sort((a, b) => (a.load_id < b.load_id ? -1 : a.load_id > b.load_id ? 1 : 0));
}
