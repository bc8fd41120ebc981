import type { Cell, Row } from './types.ts';

/** The number in a cell, exact decimals included; undefined when there is none. */
export function numberIn(cell: Cell | undefined): number | undefined {
  if (typeof cell === 'number') return cell;
  if (typeof cell !== 'string' || cell === '') return undefined;
  const number = Number(cell);
  return Number.isFinite(number) ? number : undefined;
}

export function textIn(cell: Cell | undefined): string | undefined {
  return typeof cell === 'string' ? cell : undefined;
}

/** Rows by the text of one column; rows without it are left out. */
export function indexBy(rows: readonly Row[], column: string): Map<string, Row> {
  const indexed = new Map<string, Row>();
  for (const row of rows) {
    const key = textIn(row[column]);
    if (key !== undefined) indexed.set(key, row);
  }
  return indexed;
}

/** Groups rows by the text of one column, in the order of first appearance. */
export function groupBy(rows: readonly Row[], column: string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = textIn(row[column]);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
