import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Engine, filePath } from '../engine.ts';
import { isInForce, type LedgerLoad } from '../ledger/ledger.ts';

/** Which quarantined rows of a load a later load replaces: by row number, or all of them. */
export type CorrectedRows = 'all' | readonly number[];

export const CORRECTED = 'corrected.json';

export const quarantineOf = (load: LedgerLoad): string => join(load.folder, 'rejected.parquet');

/** Rows that corrections in force have replaced. */
const correctedRows = async (
  load: LedgerLoad,
  all: readonly LedgerLoad[],
): Promise<readonly CorrectedRows[]> => {
  const corrections = all.filter(
    (other) => other.record.corrects === load.record.load_id && isInForce(other),
  );
  return Promise.all(
    corrections.map(
      async ({ folder }): Promise<CorrectedRows> =>
        JSON.parse(await readFile(join(folder, CORRECTED), 'utf8')),
    ),
  );
};

/** Loads in force that have a quarantine. */
export const withQuarantine = (all: readonly LedgerLoad[]): readonly LedgerLoad[] =>
  all.filter((load) => isInForce(load) && existsSync(quarantineOf(load)));

/**
 * Makes a table `open_rows` (`_row`, rule, column, reason, raw) of a load's quarantined rows that no correction has replaced
 * yet, and gives their number and that of those replaced.
 */
export const openRows = async (
  engine: Engine,
  load: LedgerLoad,
  all: readonly LedgerLoad[],
): Promise<{ readonly open: number; readonly corrected: number }> => {
  const corrected = await correctedRows(load, all);
  const isAll = corrected.includes('all');
  const rows = corrected.flatMap((each) => (each === 'all' ? [] : each));
  await engine.run('CREATE OR REPLACE TEMP TABLE replaced (_row BIGINT)');
  for (let at = 0; at < rows.length; at += 10_000) {
    const values = rows.slice(at, at + 10_000).map((row) => `(${row})`);
    await engine.run(`INSERT INTO replaced VALUES ${values.join(', ')}`);
  }
  const from = `read_parquet(${filePath(quarantineOf(load))}, hive_partitioning = false)`;
  const where = isAll ? 'false' : '_row NOT IN (SELECT _row FROM replaced)';
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE open_rows AS SELECT * FROM ${from} WHERE ${where}`,
  );
  const [count] = await engine.rows('SELECT count(*)::INTEGER AS n FROM open_rows');
  const open = Number(count?.n ?? 0);
  return { open, corrected: load.record.rows_rejected - open };
};
