import { rm } from 'node:fs/promises';
import type { Contract } from '../contract.ts';
import type { Engine } from '../engine.ts';
import type { Rule } from './check.ts';
import { readParquet, rewriteParquet, writeParquet } from './parquet-file.ts';
import { reasonOf, reasonSql } from './reason.ts';

/** Rows refused for one rule in one column, with the first of them. */
export interface Refusal {
  readonly rule: Rule;
  readonly column: string;
  readonly reason: string;
  readonly rows: number;
  readonly firstRow: number;
}

const REJECTED = '_row, rule, "column", reason, raw';

/** SQL of the refused ones among canonical rows, as quarantine keeps them. */
export const rejectedRows = (contract: Contract, rows: string): string =>
  `SELECT _row, split_part(_refused, '|', 1) AS rule, nullif(split_part(_refused, '|', 2), '') AS "column", ${reasonSql(contract, '_refused')} AS reason, _raw AS raw FROM (${rows}) WHERE _refused IS NOT NULL`;

/**
 * Files of rows in the order of their rows; those whose rows interleave stand together. The files of one piece do, and no
 * others, so that whoever sorts within each group never sorts the whole.
 */
const byRow = async (
  engine: Engine,
  files: readonly string[],
): Promise<readonly (readonly string[])[]> => {
  const ranges = await engine.rows(
    `SELECT filename, min(_row)::BIGINT AS lowest, max(_row)::BIGINT AS highest FROM ${readParquet(files, ', filename = true')} GROUP BY filename ORDER BY lowest`,
  );
  const groups: string[][] = [];
  let reached = -1;
  for (const { filename, lowest, highest } of ranges) {
    const last = groups.at(-1);
    if (last && Number(lowest) <= reached) last.push(String(filename));
    else groups.push([String(filename)]);
    reached = Math.max(reached, Number(highest));
  }
  return groups;
};

/** Joins files of rejected rows into one, in the order of their rows; they are gone afterwards. */
export const joinRejected = async (
  engine: Engine,
  files: readonly string[],
  target: string,
): Promise<void> => {
  const ordered: string[] = [];
  for (const group of await byRow(engine, files)) {
    const [first] = group;
    if (first === undefined) continue;
    if (group.length > 1) {
      const all = `SELECT ${REJECTED} FROM ${readParquet(group)} ORDER BY _row`;
      await rewriteParquet(engine, all, first);
    }
    ordered.push(first);
  }
  await writeParquet(engine, `SELECT ${REJECTED} FROM ${readParquet(ordered)}`, target);
  for (const file of files) await rm(file);
};

/** What the rows of such a file were refused for. */
export const refusalsIn = async (
  engine: Engine,
  contract: Contract,
  rejected: string,
): Promise<readonly Refusal[]> => {
  const groups = await engine.rows(
    `SELECT rule, coalesce("column", '') AS "column", count(*)::BIGINT AS n, min(_row) AS first_row FROM ${readParquet([rejected])} GROUP BY ALL ORDER BY first_row, rule, "column"`,
  );
  return groups.map((group): Refusal => {
    const rule = group.rule as Rule;
    const column = String(group.column);
    return {
      rule,
      column,
      reason: reasonOf(contract, rule, column),
      rows: Number(group.n),
      firstRow: Number(group.first_row),
    };
  });
};
