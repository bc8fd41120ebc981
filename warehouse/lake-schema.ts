import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { FeedContract } from './contracts.ts';
import type { Load } from './loads.ts';
import { identifier, text } from './sql.ts';

const lineage = [
  ['_extra', 'VARCHAR'],
  ['_deleted', 'VARCHAR'],
  ['_load_id', 'VARCHAR'],
  ['_loaded_at', 'TIMESTAMP'],
  ['_file_sha256', 'VARCHAR'],
  ['_row', 'BIGINT'],
  ['_mode', 'VARCHAR'],
  ['_source', 'VARCHAR'],
  ['_scope', 'VARCHAR'],
] as const;

function emptyRelation(columns: readonly string[]): string {
  const typed = [
    ...columns.map((column) => `cast(null as VARCHAR) as ${identifier(column)}`),
    ...lineage.map(([name, type]) => `cast(null as ${type}) as ${identifier(name)}`),
  ];
  return `select ${typed.join(', ')} where false`;
}

/** True for rows of a load of which no row was refused: only such a snapshot says what is gone. */
function isComplete(loads: readonly Load[]): string {
  const partial = loads.filter((load) => load.rows_rejected > 0).map((load) => text(load.load_id));
  return partial.length === 0 ? 'true' : `_load_id not in (${partial.join(', ')})`;
}

/** A view of one feed: every contract column, whatever the older files hold; empty without loads. */
function feedView({ feed, columns }: FeedContract, loads: readonly Load[]): string {
  const empty = emptyRelation(columns);
  const name = `lake.${identifier(feed)}`;
  if (loads.length === 0)
    return `create view ${name} as select *, true as _is_complete from (${empty})`;
  const files = loads.map((load) => text(join(load.folder, 'part-*.parquet'))).join(', ');
  const wanted = [...columns, ...lineage.map(([column]) => column)].map(identifier).join(', ');
  return `create view ${name} as select ${wanted}, ${isComplete(loads)} as _is_complete from (${empty} union all by name
    select * from read_parquet([${files}], hive_partitioning = false, union_by_name = true))`;
}

const recordColumns = [
  ['load_id', 'VARCHAR'],
  ['feed', 'VARCHAR'],
  ['profile', 'VARCHAR'],
  ['source', 'VARCHAR'],
  ['mode', 'VARCHAR'],
  ['file_name', 'VARCHAR'],
  ['file_sha256', 'VARCHAR'],
  ['loaded_at', 'TIMESTAMP'],
  ['rows_read', 'BIGINT'],
  ['rows_accepted', 'BIGINT'],
  ['rows_rejected', 'BIGINT'],
] as const;

function recordValues(load: Load): string {
  const values = recordColumns.map(([name, type]) =>
    type === 'BIGINT'
      ? String(load[name])
      : type === 'TIMESTAMP'
        ? `cast(${text(new Date(load.loaded_at).toISOString().slice(0, 23))} as TIMESTAMP)`
        : text(String(load[name])),
  );
  return `(${values.join(', ')})`;
}

/** Fills schema `lake`: one view per feed over the given loads, and the load records as `_loads`. */
export async function createLakeSchema(
  connection: DuckDBConnection,
  contracts: readonly FeedContract[],
  loads: readonly Load[],
): Promise<void> {
  await connection.run('create schema if not exists lake');
  for (const contract of contracts) {
    const own = loads.filter((load) => load.feed === contract.feed);
    await connection.run(feedView(contract, own));
  }
  const columns = recordColumns.map(([name, type]) => `${name} ${type}`).join(', ');
  await connection.run(`create or replace table lake._loads (${columns})`);
  if (loads.length > 0)
    await connection.run(`insert into lake._loads values ${loads.map(recordValues).join(', ')}`);
}

/** Drops schema `lake`, so that a finished build stands without the lake's files. */
export async function dropLakeViews(
  connection: DuckDBConnection,
  contracts: readonly FeedContract[],
): Promise<void> {
  for (const { feed } of contracts) await connection.run(`drop view lake.${identifier(feed)}`);
}
