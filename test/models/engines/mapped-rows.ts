import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { readItemMaps } from '@portolan/ingest';
import type { BuildRecord } from '@portolan/warehouse';

/**
 * Lays the rows that item maps make into the lake, in place of what the sources of those items deliver of the feed for the
 * same study: a map becomes SQL of DuckDB, so that another engine takes what it made as delivered.
 */
export async function layMappedRows(
  lake: DuckDBConnection,
  home: string,
  { id }: BuildRecord,
): Promise<void> {
  const feeds = new Set(
    readItemMaps(home).maps.flatMap(({ records }) => records.map(({ feed }) => feed)),
  );
  if (feeds.size === 0) return;
  const file = join(home, 'builds', id, 'warehouse.duckdb').replaceAll("'", "''");
  await lake.run(`attach '${file}' as built (read_only)`);
  for (const feed of feeds) {
    const made = `built.staging."base_items__${feed}"`;
    await lake.run(`create temp table laid as
      select * from lake."${feed}" as delivered
      where not exists (
        select 1 from ${made} as made
        where made.study_id = delivered.study_id and made._item_source = delivered._source
      )
      union all by name
      select * exclude (_refused, _record, _item_source) from ${made} where _refused is null`);
    await lake.run(`drop view lake."${feed}"`);
    await lake.run(`create table lake."${feed}" as from laid`);
    await lake.run('drop table laid');
  }
  await lake.run('detach built');
}
