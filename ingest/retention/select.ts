import { type ColumnClass, type Contract, contracts } from '../contract.ts';
import { type LedgerLoad, readLedger } from '../ledger/ledger.ts';

/** Which loads are to be removed for good; what is given must all hold. `before` is ISO 8601, `load` a whole id. */
export interface PurgeSelection {
  readonly class?: ColumnClass;
  readonly feed?: string;
  readonly before?: string;
  readonly load?: string;
  /** Only loads that are older than their contract keeps data. */
  readonly expired?: boolean;
}

/** Classes of the columns that a feed may hold. */
export const classesOf = (contract: Contract): readonly ColumnClass[] => [
  ...new Set(contract.columns.flatMap((column) => (column.class ? [column.class] : []))),
];

/** The time before which loads are older than a period such as `P25Y`, `P18M` or `P90D`. */
export const keptSince = (retention: string, now: Date): Date => {
  const [, count = '0', unit = 'D'] = /^P(\d+)([YMD])$/.exec(retention) ?? [];
  const since = new Date(now);
  if (unit === 'Y') since.setUTCFullYear(since.getUTCFullYear() - Number(count));
  if (unit === 'M') since.setUTCMonth(since.getUTCMonth() - Number(count));
  if (unit === 'D') since.setUTCDate(since.getUTCDate() - Number(count));
  return since;
};

const isSelected = (
  { record }: LedgerLoad,
  selection: PurgeSelection,
  before: string | undefined,
  now: Date,
): boolean => {
  const contract = contracts().get(record.feed);
  const hasClass =
    selection.class === undefined ||
    (contract !== undefined && classesOf(contract).includes(selection.class));
  const isExpired =
    contract !== undefined && new Date(record.loaded_at) < keptSince(contract.retention, now);
  return (
    hasClass &&
    (selection.feed === undefined || record.feed === selection.feed) &&
    (selection.load === undefined || record.load_id === selection.load) &&
    (before === undefined || record.loaded_at < before) &&
    (selection.expired !== true || isExpired)
  );
};

/** The loads that a selection means, oldest first, without those purged already; retracted ones are among them. */
export const selectLoads = async (
  home: string,
  selection: PurgeSelection,
  now: Date = new Date(),
): Promise<readonly LedgerLoad[]> => {
  const before =
    selection.before === undefined ? undefined : new Date(selection.before).toISOString();
  const all = await readLedger(home);
  return all.filter((load) => !load.purge && isSelected(load, selection, before, now));
};
