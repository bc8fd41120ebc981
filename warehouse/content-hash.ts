import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier } from './sql.ts';

/** Rows and content hash of one mart. */
export interface MartContent {
  readonly rows: number;
  /** From the sums of the rows' MD5s: equal content gives an equal hash in any row order. */
  readonly hash: string;
}

async function columns(connection: DuckDBConnection, table: string): Promise<string[]> {
  const reader = await connection.runAndReadAll(
    `select column_name from information_schema.columns
     where table_schema = 'marts' and table_name = $table order by column_name`,
    { table },
  );
  return reader.getRows().map(([name]) => String(name));
}

/** Hashes every table of schema `marts`. */
export async function hashMarts(
  connection: DuckDBConnection,
): Promise<Record<string, MartContent>> {
  const tables = await connection.runAndReadAll(
    `select table_name from information_schema.tables where table_schema = 'marts' order by 1`,
  );
  const contents: Record<string, MartContent> = {};
  for (const [name] of tables.getRows()) {
    const table = String(name);
    const row = (await columns(connection, table))
      .map((column) => `coalesce(cast(${identifier(column)} as VARCHAR), chr(30))`)
      .join(', ');
    const reader = await connection.runAndReadAll(
      `select count(*), md5(concat_ws(' ', count(*), sum(md5_number_lower(content)),
         sum(md5_number_upper(content))))
       from (select concat_ws(chr(31), ${row}) as content from marts.${identifier(table)})`,
    );
    const [rows, hash] = reader.getRows()[0] ?? [];
    contents[table] = { rows: Number(rows), hash: String(hash) };
  }
  return contents;
}
