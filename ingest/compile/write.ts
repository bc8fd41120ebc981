import { join } from 'node:path';
import { type Engine, filePath, identifier, text } from '../engine.ts';
import { canonicalSql, jsonOf } from './canonical.ts';
import type { Rule } from './check.ts';
import { findDuplicates } from './duplicates.ts';
import type { Plan } from './plan.ts';
import { reasonOf } from './reason.ts';

/** Lineage that every accepted row carries. */
export interface Lineage {
  readonly loadId: string;
  readonly loadedAt: string;
  readonly sha256: string;
}

/** Rows refused for one rule in one column, with the first of them. */
export interface Refusal {
  readonly rule: Rule;
  readonly column: string;
  readonly reason: string;
  readonly rows: number;
  readonly firstRow: number;
}

export interface Written {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly refusals: readonly Refusal[];
}

const timestamp = (iso: string): string =>
  `TIMESTAMP ${text(iso.replace('T', ' ').replace('Z', ''))}`;

const scopeOf = (plan: Plan): string => {
  if (plan.mode !== 'snapshot') return 'NULL::VARCHAR';
  const parts = plan.scope.map((name) => ` || ':' || coalesce(${identifier(name)}, '')`);
  return `${text(plan.mapping.profile)}${parts.join('')}`;
};

const accepted = (plan: Plan, lineage: Lineage, hasDuplicates: boolean): string => {
  const unique = hasDuplicates ? ' AND _id NOT IN (SELECT _id FROM duplicates)' : '';
  const names = plan.contract.columns.map((column) => identifier(column.name)).join(', ');
  return `SELECT ${names}, _extra, _deleted, ${text(lineage.loadId)} AS _load_id, ${timestamp(lineage.loadedAt)} AS _loaded_at, ${text(lineage.sha256)} AS _file_sha256, _row, ${text(plan.mode)} AS _mode, ${text(plan.source)} AS _source, ${scopeOf(plan)} AS _scope FROM canonical WHERE _refused IS NULL${unique}`;
};

/** Fills table `rejected` (`_id`, `_row`, rule, column, reason) from the broken rules and the duplicates. */
const collectRejected = async (engine: Engine, plan: Plan): Promise<readonly Refusal[]> => {
  await engine.run(
    `CREATE OR REPLACE TABLE rejected AS SELECT _id, _row, split_part(_refused, '|', 1) AS rule, nullif(split_part(_refused, '|', 2), '') AS "column", NULL::VARCHAR AS reason FROM canonical WHERE _refused IS NOT NULL`,
  );
  await engine.run(
    `INSERT INTO rejected SELECT _id, _row, 'duplicate_key', ${text(plan.contract.key.join(', '))}, 'the same key as row ' || first_row || CASE WHEN is_same THEN ', and the same values; that row was kept' ELSE ', with other values; that row was kept' END FROM canonical JOIN duplicates USING (_id)`,
  );
  const groups = await engine.rows(
    `SELECT rule, "column", count(*)::INTEGER AS n, min(_row)::INTEGER AS first_row FROM rejected GROUP BY rule, "column" ORDER BY first_row`,
  );
  const refusals = groups.map((group): Refusal => {
    const rule = group.rule as Rule;
    const column = group.column === null ? '' : String(group.column);
    return {
      rule,
      column,
      reason: reasonOf(plan.contract, rule, column),
      rows: Number(group.n),
      firstRow: Number(group.first_row),
    };
  });
  for (const { rule, column, reason } of refusals) {
    await engine.run(
      `UPDATE rejected SET reason = ${text(reason)} WHERE reason IS NULL AND rule = ${text(rule)} AND coalesce("column", '') = ${text(column)}`,
    );
  }
  return refusals;
};

const quarantine = (plan: Plan): string => {
  const dropped = new Set(plan.dropped);
  const shown = plan.header.filter((column) => !dropped.has(column.name));
  return `SELECT rejected._row, rule, "column", reason, coalesce(_cells, ${jsonOf(plan, shown)}) AS raw FROM rejected JOIN delivered_rows USING (_id) ORDER BY rejected._row, _id`;
};

const count = async (engine: Engine, from: string): Promise<number> => {
  const [row] = await engine.rows(`SELECT count(*)::INTEGER AS n FROM ${from}`);
  return Number(row?.n ?? 0);
};

/**
 * Runs a plan over `delivered_rows` in bulk and writes `part-0.parquet`, and `rejected.parquet` where rows were refused,
 * into `folder`. Every row is canonicalised and checked once; the rest reads the result.
 */
export const writeRows = async (
  engine: Engine,
  plan: Plan,
  lineage: Lineage,
  folder: string,
): Promise<Written> => {
  await engine.run(`CREATE TABLE canonical AS ${canonicalSql(plan)}`);
  const hasDuplicates = await findDuplicates(engine, plan);
  const refusals = await collectRejected(engine, plan);
  const part = join(folder, 'part-0.parquet');
  await engine.run(
    `COPY (${accepted(plan, lineage, hasDuplicates)}) TO ${text(part)} (FORMAT parquet)`,
  );
  const read = await count(engine, 'delivered_rows');
  const rejected = refusals.reduce((sum, refusal) => sum + refusal.rows, 0);
  if (rejected > 0) {
    const file = text(join(folder, 'rejected.parquet'));
    await engine.run(`COPY (${quarantine(plan)}) TO ${file} (FORMAT parquet)`);
  }
  const landed = await count(engine, `read_parquet(${filePath(part)}, hive_partitioning = false)`);
  await engine.run(`DROP TABLE canonical`);
  if (read !== landed + rejected) {
    throw new Error(`${plan.label}: ${read} rows read, ${landed} accepted, ${rejected} rejected`);
  }
  return { read, accepted: landed, rejected, refusals };
};
