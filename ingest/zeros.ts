import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Written } from './compile/feed-writer.ts';
import { idColumns, isZeroLed, ZERO_LED } from './compile/leading-zeros.ts';
import type { Plan } from './compile/plan.ts';
import { type Engine, filePath, identifier, text } from './engine.ts';
import { zerosLost } from './errors.ts';
import { loadFolder } from './lake/paths.ts';
import type { LoadRecord } from './lake/record.ts';
import type { Session } from './session.ts';

/** SQL of the parts of a load in a folder; undefined where it has none, because it was purged. */
const partsIn = async (folder: string): Promise<string | undefined> => {
  const names = await readdir(folder).catch((): string[] => []);
  const parts = names.filter((name) => /^part-.*\.parquet$/.test(name));
  if (parts.length === 0) return undefined;
  const paths = parts.map((name) => filePath(join(folder, name)));
  return `read_parquet([${paths.join(', ')}], hive_partitioning = false)`;
};

/** Whether ids of an earlier load begin with a zero: its record says so, or where it is older, its rows. */
const wasZeroLed = async (
  engine: Engine,
  { zero_led }: LoadRecord,
  parts: string,
  name: string,
): Promise<boolean> => {
  if (zero_led) return zero_led.includes(name);
  const found = await engine.rows(`SELECT 1 FROM ${parts} WHERE ${isZeroLed(name)} LIMIT 1`);
  return found.length > 0;
};

/** Ids that the earlier load does not know as they stand, and knows with zeros before them. */
const lostIn = async (
  engine: Engine,
  now: string,
  before: string,
  name: string,
): Promise<number> => {
  const column = identifier(name);
  const [row] = await engine.rows(
    `WITH known AS (SELECT DISTINCT ${column} AS id FROM ${before} WHERE ${column} IS NOT NULL), bare AS (SELECT DISTINCT ltrim(id, '0') AS id FROM known WHERE regexp_full_match(id, ${text(ZERO_LED)})), fresh AS (SELECT DISTINCT ${column} AS id FROM ${now} WHERE regexp_full_match(${column}, '[1-9]\\d*')) SELECT count(*)::BIGINT AS n FROM fresh ANTI JOIN known USING (id) SEMI JOIN bare USING (id)`,
  );
  return Number(row?.n ?? 0);
};

/**
 * Refuses a file whose ids have lost their leading zeros, as they do in a spreadsheet: a column in which earlier ids began
 * with a zero has none that does, and holds ids that are known only with it. Throws ZEROS_LOST.
 */
export const refuseLostZeros = async (
  engine: Engine,
  { home, commits }: Pick<Session, 'home' | 'commits'>,
  plan: Plan,
  written: Written,
  staged: string,
  earlier: LoadRecord | undefined,
): Promise<void> => {
  if (!earlier || earlier.zero_led?.length === 0) return;
  const suspects = idColumns(plan).filter(
    (name) => earlier.columns.includes(name) && !written.zeroLed.includes(name),
  );
  if (suspects.length === 0) return;
  // The earlier load may be one of those that are still to be published.
  await commits.publish();
  const now = await partsIn(staged);
  const before = await partsIn(loadFolder(home, plan.contract.feed, earlier.load_id));
  if (now === undefined || before === undefined) return;
  for (const name of suspects) {
    if (!(await wasZeroLed(engine, earlier, before, name))) continue;
    const lost = await lostIn(engine, now, before, name);
    if (lost > 0) throw zerosLost(plan.label, plan.contract.feed, name, lost, earlier.load_id);
  }
};
