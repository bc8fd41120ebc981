import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from './compile/plan.ts';
import { type Engine, filePath, identifier } from './engine.ts';
import { correctionLate } from './errors.ts';
import type { LoadRecord } from './lake/record.ts';
import { isInForce, readLedger } from './ledger/ledger.ts';
import { CORRECTED, type CorrectedRows } from './quarantine/open.ts';

/** That a delivery corrects rows which an earlier load refused. */
export interface Correction {
  readonly load: LoadRecord;
  readonly rows: CorrectedRows;
}

/** A correction says nothing of the rows it does not hold, so it lands as changes where a snapshot was corrected. */
export const planOfCorrection = (plan: Plan, correction: Correction | undefined): Plan =>
  correction && plan.mode === 'snapshot' ? { ...plan, mode: 'delta' } : plan;

const parts = (folder: string): string =>
  `read_parquet(${filePath(join(folder, 'part-')).replace(/'$/, "*.parquet'")}, hive_partitioning = false, union_by_name = true)`;

const sharesScope = (one: LoadRecord, other: LoadRecord): boolean =>
  !one.scopes ||
  !other.scopes ||
  Object.keys(one.scopes).some((scope) => other.scopes?.[scope] !== undefined);

/**
 * Refuses a correction that would undo what was delivered since: after a later snapshot of the same scope, or where a later
 * load holds the same key. Throws CORRECTION_LATE.
 */
const refuseLate = async (
  engine: Engine,
  home: string,
  label: string,
  plan: Plan,
  { load }: Correction,
  staged: string,
): Promise<void> => {
  if (plan.mode === 'log') return;
  const later = (await readLedger(home)).filter(
    ({ record, ...rest }) =>
      isInForce({ record, ...rest }) &&
      record.feed === load.feed &&
      record.source === load.source &&
      record.load_id > load.load_id &&
      record.rows_accepted > 0,
  );
  const snapshot = later.find(
    ({ record }) =>
      load.mode === 'snapshot' && record.mode === 'snapshot' && sharesScope(load, record),
  );
  if (snapshot) throw correctionLate(label, load.load_id, snapshot.record.load_id);
  const key = plan.contract.key.map(identifier).join(', ');
  for (const { record, folder } of later.filter(
    ({ record: one }) => one.corrects !== load.load_id,
  )) {
    const [same] = await engine.rows(
      `SELECT 1 FROM ${parts(staged)} SEMI JOIN ${parts(folder)} USING (${key}) LIMIT 1`,
    );
    if (same) throw correctionLate(label, load.load_id, record.load_id);
  }
};

/** Checks a staged correction, writes into it which rows it replaces, and gives what its load record says of that. */
export const finishCorrection = async (
  engine: Engine,
  home: string,
  label: string,
  plan: Plan,
  correction: Correction | undefined,
  staged: string,
): Promise<Pick<LoadRecord, 'corrects'>> => {
  if (!correction) return {};
  await refuseLate(engine, home, label, plan, correction, staged);
  await writeFile(join(staged, CORRECTED), JSON.stringify(correction.rows));
  return { corrects: correction.load.load_id };
};
