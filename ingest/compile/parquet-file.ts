import { rename } from 'node:fs/promises';
import { type Engine, filePath, text } from '../engine.ts';

/** Dictionaries pay for few words only, and giving up on the others early makes writing a third faster; differences (version 2) are cheaper than values. */
export const PARQUET_OPTIONS =
  'FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 1000, ROW_GROUP_SIZE 61440';

/** SQL of the rows of Parquet files, one file after the other; `more` is SQL of further options. */
export const readParquet = (files: readonly string[], more = ''): string =>
  `read_parquet([${files.map(filePath).join(', ')}], hive_partitioning = false${more})`;

/** Writes the rows of a query; gives their number. */
export const writeParquet = (engine: Engine, sql: string, path: string): Promise<number> =>
  engine.run(`COPY (${sql}) TO ${text(path)} (${PARQUET_OPTIONS})`);

/** As `writeParquet`, over a file that the query may read. */
export const rewriteParquet = async (
  engine: Engine,
  sql: string,
  path: string,
): Promise<number> => {
  const rows = await writeParquet(engine, sql, `${path}.new`);
  await rename(`${path}.new`, path);
  return rows;
};
