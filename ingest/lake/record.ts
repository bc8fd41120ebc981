import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppliedConstant } from '../compile/constants.ts';
import type { Mode } from '../contract.ts';
import { feedFolder } from './paths.ts';

/** What is known of one load; `load.json` beside its rows. Times are ISO 8601 UTC. */
export interface LoadRecord {
  readonly load_id: string;
  readonly feed: string;
  readonly profile: string;
  readonly mapping: string;
  readonly source: string;
  readonly mode: Mode;
  readonly file_name: string;
  readonly file_member: string;
  readonly file_sha256: string;
  readonly bytes: number;
  readonly loaded_at: string;
  readonly rows_read: number;
  readonly rows_accepted: number;
  readonly rows_rejected: number;
  readonly rejected_by_rule: Readonly<Record<string, number>>;
  readonly columns: readonly string[];
  readonly new_columns: readonly string[];
  readonly dropped_columns: readonly string[];
  /** Columns that no cell of the file gives; absent in records from before they were kept. */
  readonly constants?: readonly AppliedConstant[];
  readonly encoding: string;
  readonly contract_version: string;
}

/** What makes two deliveries the same load. */
export type LoadIdentity = Pick<LoadRecord, 'feed' | 'profile' | 'file_sha256' | 'file_member'>;

const compact = (iso: string): string => iso.replace(/[-:.]/g, '');

/** `<UTC time>-<hash of what is loaded>`, so that ids sort by time and the same content is recognised. */
export const loadIdOf = (identity: LoadIdentity, loadedAt: string): string =>
  `${compact(loadedAt)}-${hashOf(identity)}`;

const hashOf = ({ feed, profile, file_sha256, file_member }: LoadIdentity): string =>
  createHash('sha256')
    .update(feed + profile + file_sha256 + file_member)
    .digest('hex')
    .slice(0, 12);

/** The load that already holds this content, if any. */
export const findLoad = async (
  home: string,
  identity: LoadIdentity,
): Promise<LoadRecord | undefined> => {
  const folder = feedFolder(home, identity.feed);
  const entries = await readdir(folder).catch(() => []);
  const hash = hashOf(identity);
  for (const entry of entries.filter((name) => name.endsWith(`-${hash}`))) {
    const record: LoadRecord = JSON.parse(await readFile(join(folder, entry, 'load.json'), 'utf8'));
    const isSame =
      record.file_sha256 === identity.file_sha256 &&
      record.profile === identity.profile &&
      record.file_member === identity.file_member;
    if (isSame) return record;
  }
  return undefined;
};
