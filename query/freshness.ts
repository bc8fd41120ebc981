import type { DuckDBInstance } from '@duckdb/node-api';
import type { Catalog } from './definitions/catalog.ts';
import { cellOf } from './result/cell.ts';

/** What has arrived of one feed from one source. */
export interface FeedFreshness {
  feed: string;
  source: string;
  loads: number;
  /** ISO time, UTC. */
  last_loaded_at: string;
  rows_accepted: number;
  rows_rejected: number;
}

/** How current the data are. */
export interface Freshness {
  build_id: string;
  built_at: string;
  /** ISO day that the data are evaluated on. */
  data_as_of: string;
  as_known_at: string | null;
  definitions_version: string;
  feeds: readonly FeedFreshness[];
}

/** Feeds of a build, in alphabetical order; none when it has no feed_status mart. */
export async function readFeeds(
  instance: DuckDBInstance,
  catalog: Catalog,
): Promise<FeedFreshness[]> {
  if (!catalog.columns('feed_status')) return [];
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(
      `select feed, source, loads, cast(last_loaded_at as timestamp), rows_accepted, rows_rejected
       from marts.feed_status order by feed, source`,
    );
    return reader.getRows().map((row) => {
      const [feed, source, loads, at, accepted, rejected] = row.map(cellOf);
      return {
        feed: String(feed),
        source: String(source),
        loads: Number(loads),
        last_loaded_at: String(at),
        rows_accepted: Number(accepted),
        rows_rejected: Number(rejected),
      };
    });
  } finally {
    connection.closeSync();
  }
}
