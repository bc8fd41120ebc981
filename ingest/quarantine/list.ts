import { tmpdir } from 'node:os';
import { openEngine } from '../engine.ts';
import { type LedgerLoad, readLedger } from '../ledger/ledger.ts';
import { openRows, withQuarantine } from './open.ts';

/** Which quarantines are meant; none given means all. */
export interface QuarantineFilter {
  readonly feed?: string;
  readonly source?: string;
  readonly load?: string;
}

/** Rows of one load that are still in quarantine for one rule in one column. */
export interface OpenRefusal {
  readonly load_id: string;
  readonly feed: string;
  readonly source: string;
  readonly file_name: string;
  readonly loaded_at: string;
  readonly rule: string;
  readonly column: string;
  readonly rows: number;
  readonly first_row: number;
  readonly days: number;
}

export const isMeant = ({ record }: LedgerLoad, filter: QuarantineFilter): boolean =>
  (filter.feed === undefined || record.feed === filter.feed) &&
  (filter.source === undefined || record.source === filter.source) &&
  (filter.load === undefined || record.load_id.startsWith(filter.load));

const DAY_MS = 86_400_000;

/** What is still in quarantine, newest load first; corrected rows, retracted and purged loads are left out. Never a value. */
export const listQuarantine = async (
  home: string,
  filter: QuarantineFilter = {},
  now: number = Date.now(),
): Promise<readonly OpenRefusal[]> => {
  const all = await readLedger(home);
  const found: OpenRefusal[] = [];
  const engine = await openEngine(tmpdir());
  try {
    for (const load of withQuarantine(all).toReversed()) {
      if (!isMeant(load, filter)) continue;
      await openRows(engine, load, all);
      const groups = await engine.rows(
        `SELECT rule, coalesce("column", '') AS "column", count(*)::INTEGER AS n, min(_row)::INTEGER AS first_row FROM open_rows GROUP BY ALL ORDER BY first_row, rule, "column"`,
      );
      const { load_id, feed, source, file_name, loaded_at } = load.record;
      const days = Math.max(0, Math.floor((now - Date.parse(loaded_at)) / DAY_MS));
      for (const group of groups) {
        found.push({
          ...{ load_id, feed, source, file_name, loaded_at },
          rule: String(group.rule),
          column: String(group.column),
          rows: Number(group.n),
          first_row: Number(group.first_row),
          days,
        });
      }
    }
  } finally {
    engine.close();
  }
  return found;
};
