import type { MartContent } from './content-hash.ts';

/** What a build was made of and what it holds; written as `build.json`. */
export interface BuildRecord {
  readonly id: string;
  readonly status: 'success' | 'failed';
  /** ISO, UTC. */
  readonly created_at: string;
  /** Only loads that had arrived by this time were used; null for all. */
  readonly as_known_at: string | null;
  /** Day on which due dates and ages are evaluated, YYYY-MM-DD. */
  readonly as_of_date: string;
  /** Equal for equal loads, models, contracts and variables. */
  readonly fingerprint: string;
  /** Equal for builds that differ in loads and as-of date alone: one may go on from the other. */
  readonly foundation: string;
  /** The build that it goes on from; null where everything was built anew. */
  readonly gone_on_from: string | null;
  /** Why it did not go on from the published build, where there was one and nobody asked for a build of everything. */
  readonly anew_because: string | null;
  readonly vars: Readonly<Record<string, string>>;
  readonly loads: readonly {
    readonly load_id: string;
    readonly feed: string;
    readonly file_sha256: string;
  }[];
  /** SHA-256 by path in the dbt project. */
  readonly models: Readonly<Record<string, string>>;
  /** SHA-256 of each item map by file name. */
  readonly item_maps: Readonly<Record<string, string>>;
  readonly marts: Readonly<Record<string, MartContent>>;
  /** Nodes of the run that did not succeed, with their message. */
  readonly failures: readonly { readonly node: string; readonly message: string }[];
}
