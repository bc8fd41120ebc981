import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filePath, openEngine } from '../engine.ts';
import type { LedgerLoad } from './ledger.ts';

/** Rows of a load that were refused for one rule in one column; never a value of them. */
export interface LoadRefusal {
  readonly rule: string;
  readonly column: string;
  readonly reason: string;
  readonly rows: number;
  readonly first_row: number;
}

/** A load's quarantine by rule and column, in order of first row. */
export const refusalsOf = async ({ folder }: LedgerLoad): Promise<readonly LoadRefusal[]> => {
  const path = join(folder, 'rejected.parquet');
  if (!existsSync(path)) return [];
  const engine = await openEngine(tmpdir());
  try {
    const rows = await engine.rows(
      `SELECT rule, coalesce("column", '') AS "column", min(reason) AS reason, count(*)::INTEGER AS n, min(_row)::INTEGER AS first_row FROM read_parquet(${filePath(path)}, hive_partitioning = false) GROUP BY ALL ORDER BY first_row, rule, "column"`,
    );
    return rows.map((row) => ({
      rule: String(row.rule),
      column: String(row.column),
      reason: String(row.reason),
      rows: Number(row.n),
      first_row: Number(row.first_row),
    }));
  } finally {
    engine.close();
  }
};
