import { createHash } from 'node:crypto';
import type { AppliedConstant } from '../compile/constants.ts';
import type { Mode } from '../contract.ts';

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
  /** The table of a structured file; '' where the file is one table. Absent in records from before there were several. */
  readonly file_table?: string;
  readonly file_sha256: string;
  readonly bytes: number;
  /** When the delivered file was last written; absent in older records. */
  readonly file_modified_at?: string;
  /** The file's format and what it declares of itself; absent in older records. */
  readonly format?: string;
  readonly traits?: Readonly<Record<string, string>>;
  readonly loaded_at: string;
  readonly rows_read: number;
  readonly rows_accepted: number;
  readonly rows_rejected: number;
  readonly rejected_by_rule: Readonly<Record<string, number>>;
  readonly columns: readonly string[];
  readonly new_columns: readonly string[];
  readonly dropped_columns: readonly string[];
  /** The file's own columns, by which the next delivery is compared; absent in older records. */
  readonly delivered_columns?: readonly string[];
  /** Accepted rows of each scope of a snapshot; absent in older records. */
  readonly scopes?: Readonly<Record<string, number>>;
  /** Identifier columns in which a value begins with a zero before digits; absent in older records. */
  readonly zero_led?: readonly string[];
  /** Why a snapshot that shrank by more than its limit was taken all the same. */
  readonly shrink_accepted?: string;
  /** The retracted load of the same content that this one brings back. */
  readonly reinstates?: string;
  /** The earlier load of the same content, which another had replaced before this one came. */
  readonly returns_to?: string;
  /** The load whose quarantined rows this one replaces; `corrected.json` beside it says which. */
  readonly corrects?: string;
  /** Rows that a control total announced and the file held. */
  readonly control_rows?: number;
  /** Columns that no cell of the file gives; absent in records from before they were kept. */
  readonly constants?: readonly AppliedConstant[];
  readonly encoding: string;
  /** What stands between the cells of a delimited file; absent in older records. */
  readonly delimiter?: string;
  readonly contract_version: string;
}

/** What makes two deliveries the same load. */
export interface LoadIdentity {
  readonly feed: string;
  readonly profile: string;
  readonly file_sha256: string;
  readonly file_member: string;
  readonly file_table: string;
}

const compact = (iso: string): string => iso.replace(/[-:.]/g, '');

/** `<UTC time>-<hash of what is loaded>`, so that ids sort by time and the same content is recognised. */
export const loadIdOf = (identity: LoadIdentity, loadedAt: string): string =>
  `${compact(loadedAt)}-${hashOf(identity)}`;

/** The hash at the end of a load's id. */
export const hashOf = ({
  feed,
  profile,
  file_sha256,
  file_member,
  file_table,
}: LoadIdentity): string =>
  createHash('sha256')
    .update(feed + profile + file_sha256 + file_member + file_table)
    .digest('hex')
    .slice(0, 12);

/** That hash, in an id: loads of the same content share it. */
export const hashIn = (loadId: string): string => loadId.slice(loadId.lastIndexOf('-') + 1);
