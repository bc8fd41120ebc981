import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { purgesFolder } from './paths.ts';

/** A file that a purge removes: its path from the home, and what it was. */
export interface PurgedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A load that a purge removes; its `load.json` stays. */
export interface PurgedLoad {
  readonly load_id: string;
  readonly feed: string;
  readonly loaded_at: string;
  readonly file_sha256: string;
  readonly file_member: string;
  readonly rows_accepted: number;
  readonly rows_rejected: number;
}

/**
 * What was removed for good, when, by whom and why. Written before anything is removed, never changed, and chained:
 * `hash` is the SHA-256 of the record without it, `previous` the hash of the record before ('' for the first).
 */
export interface PurgeRecord {
  readonly sequence: number;
  readonly purged_at: string;
  readonly purged_by: string;
  readonly why: string;
  /** What was asked for. */
  readonly selection: Readonly<Record<string, string>>;
  readonly loads: readonly PurgedLoad[];
  readonly files: readonly PurgedFile[];
  readonly previous: string;
  readonly hash: string;
}

/** Every purge of a home, first to last. */
export const readPurges = async (home: string): Promise<readonly PurgeRecord[]> => {
  const names = await readdir(purgesFolder(home)).catch((): string[] => []);
  const records: PurgeRecord[] = [];
  for (const name of names.filter((each) => each.endsWith('.json')).sort())
    records.push(JSON.parse(await readFile(join(purgesFolder(home), name), 'utf8')));
  return records;
};
