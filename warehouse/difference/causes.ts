import type { DuckDBConnection } from '@duckdb/node-api';
import type { FeedContract } from '../contracts.ts';
import { identifier, text } from '../sql.ts';
import type { ComparedMart } from './marts.ts';

/** Delivered rows that came between two builds and stand behind rows of a mart that differ. */
export interface Cause {
  readonly mart: string;
  readonly study: string | null;
  readonly feed: string;
  readonly source: string;
  readonly load_id: string;
  readonly rows: number;
  /** Numbers of the first rows in the delivered file. */
  readonly row_numbers: readonly number[];
}

const shownRows = 10;

async function hasVersions(connection: DuckDBConnection, feed: string): Promise<boolean> {
  const reader = await connection.runAndReadAll(
    `select 1 from information_schema.tables where table_catalog = 'after'
       and table_schema = 'intermediate' and table_name = $name`,
    { name: `int_${feed}_versions` },
  );
  return reader.currentRowCount > 0;
}

/**
 * Rows of a feed behind a mart's difference: versions that one of `loads` brought, of the same key as far as the
 * mart has its columns.
 */
export async function causesIn(
  connection: DuckDBConnection,
  { name: mart, columns, differing }: ComparedMart,
  { feed, key: feedKey }: FeedContract,
  loads: readonly string[],
): Promise<Cause[]> {
  if (loads.length === 0 || !(await hasVersions(connection, feed))) return [];
  const common = feedKey.filter((name) => columns.includes(name)).map(identifier);
  if (common.length === 0) return [];
  const touched = common.map((name) => `coalesce(b.${name}, a.${name}) as ${name}`);
  const study = common.includes(identifier('study_id')) ? 'study_id' : 'null';
  const reader = await connection.runAndReadAll(
    `with touched as (
       select distinct ${touched.join(', ')} ${differing}
     )
     select ${study}, _source, known_load_id, count(*), list(_row order by _row)[1:${shownRows}]
     from after.intermediate.${identifier(`int_${feed}_versions`)} semi join touched using (${common.join(', ')})
     where known_load_id in (${loads.map(text).join(', ')})
     group by 1, 2, 3 order by 1, 2, 3`,
  );
  return reader.getRowsJson().map(([of, source, load_id, rows, numbers]) => ({
    mart,
    study: of === null ? null : String(of),
    feed,
    source: String(source),
    load_id: String(load_id),
    rows: Number(rows),
    row_numbers: (numbers as unknown[]).map(Number),
  }));
}
