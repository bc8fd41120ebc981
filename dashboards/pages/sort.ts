import type { Sort } from '../components/DataTable.tsx';

export type SortKey = string | number | undefined;

function compare(a: SortKey, b: SortKey): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

/** Rows ordered by a key; rows without one come last whichever way the order runs. */
export function sortBy<R>(rows: readonly R[], keyOf: (row: R) => SortKey, desc: boolean): R[] {
  const turn = desc ? -1 : 1;
  return rows.toSorted((left, right) => {
    const a = keyOf(left);
    const b = keyOf(right);
    if (a === undefined || b === undefined)
      return Number(a === undefined) - Number(b === undefined);
    return compare(a, b) * turn;
  });
}

/** The order as one word of the address: `-overdue` is descending. */
export function parseSort(text: string | undefined, known: readonly string[]): Sort | undefined {
  const desc = text?.startsWith('-') ?? false;
  const column = desc ? text?.slice(1) : text;
  return column !== undefined && known.includes(column) ? { column, desc } : undefined;
}

export function formatSort({ column, desc }: Sort): string {
  return desc ? `-${column}` : column;
}
