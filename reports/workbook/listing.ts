import { cellOn, letters, rangeOn } from './address.ts';
import { blank, type Cell, text } from './cell.ts';
import type { Highlight, Sheet } from './sheet.ts';

/** Rows above the records: title, note, totals, header. */
const headerRow = 4;
/** Points of one line of 10-point text. */
const lineHeight = 14;
export const firstRow = headerRow + 1;

/** Where a listing's columns are, known before its cells are. */
export type Listing<Key extends string> = {
  readonly sheet: string;
  readonly keys: readonly Key[];
  readonly count: number;
};

/** Absolute range of a listing's records in one column, for formulas of other sheets. */
export function column<Key extends string>(listing: Listing<Key>, key: Key): string {
  return rangeOn(listing.sheet, indexOf(listing, key), firstRow, lastRow(listing));
}

/** Absolute address of one record's cell, by the record's position from 0. */
export function cellIn<Key extends string>(
  listing: Listing<Key>,
  key: Key,
  record: number,
): string {
  return cellOn(listing.sheet, indexOf(listing, key), firstRow + record);
}

/** The same range without the sheet's name, for formulas and colours on the sheet itself. */
export function ownColumn<Key extends string>(listing: Listing<Key>, key: Key): string {
  const name = letters(indexOf(listing, key));
  return `$${name}$${firstRow}:$${name}$${lastRow(listing)}`;
}

/** Address of a column in the row being laid out, on this sheet or on one that lists the same items. */
export type At = {
  (key: string): string;
  on<Key extends string>(other: Listing<Key>, key: Key): string;
};

export type ListingColumn<Item> = {
  readonly header: string;
  readonly width: number;
  readonly cell: (item: Item, at: At) => Cell;
  /** Content of the totals row, given the column's own range. */
  readonly total?: (range: string) => Cell;
};

export type ListingParts<Key extends string, Item> = {
  readonly listing: Listing<Key>;
  readonly title: string;
  readonly note: string;
  readonly columns: Readonly<Record<Key, ListingColumn<Item>>>;
  readonly items: readonly Item[];
  readonly frozenColumns: number;
  readonly highlights?: readonly Highlight[];
  readonly pagesWide?: number;
};

/** Lays a listing out: title, note, totals over the header, then one row per item. */
export function layOut<Key extends string, Item>(parts: ListingParts<Key, Item>): Sheet {
  const { listing, columns } = parts;
  const letterOf = new Map<string, string>(
    listing.keys.map((key, index) => [key, letters(index + 1)]),
  );
  const rows: Cell[][] = [
    [text(parts.title, 'title')],
    [text(parts.note, 'note')],
    totals(listing, columns),
    [],
  ];
  const heights = new Map<number, number>();
  for (const item of parts.items) {
    const row = rows.length + 1;
    const at: At = Object.assign((key: string) => `$${letterOf.get(key) ?? key}${row}`, {
      on: <Other extends string>(other: Listing<Other>, key: Other): string =>
        cellOn(other.sheet, indexOf(other, key), row),
    });
    const cells = listing.keys.map((key) => columns[key].cell(item, at));
    rows.push(cells);
    const lines = linesOf(
      cells,
      listing.keys.map((key) => columns[key].width),
    );
    if (lines > 1) heights.set(row, lines * lineHeight);
  }
  rows[headerRow - 1] = listing.keys.map((key, index) =>
    text(columns[key].header, isFigure(rows[headerRow]?.[index]) ? 'headerRight' : 'header'),
  );
  return {
    name: listing.sheet,
    widths: listing.keys.map((key) => columns[key].width),
    rows,
    headerRow,
    frozenColumns: parts.frozenColumns,
    filter: true,
    heights,
    ...(parts.pagesWide === undefined ? {} : { pagesWide: parts.pagesWide }),
    ...(parts.highlights === undefined ? {} : { highlights: parts.highlights }),
  };
}

function totals<Key extends string, Item>(
  listing: Listing<Key>,
  columns: ListingParts<Key, Item>['columns'],
): Cell[] {
  const cells = listing.keys.map((key) => columns[key].total?.(ownColumn(listing, key)) ?? blank);
  if (cells.every((cell) => cell === blank)) return [];
  return cells.map((cell, index) => (index === 0 ? text('Total', 'strong') : cell));
}

/** Lines that the longest wrapped text of a row needs. */
function linesOf(cells: readonly Cell[], widths: readonly number[]): number {
  return Math.max(
    ...cells.map((cell, index) =>
      cell.kind === 'text' && cell.tone === 'wrap'
        ? Math.ceil(cell.text.length / (widths[index] ?? 1))
        : 1,
    ),
  );
}

function isFigure(cell: Cell | undefined): boolean {
  if (cell === undefined) return false;
  if (cell.kind === 'formula') return cell.format !== 'text';
  return cell.kind === 'number' || cell.kind === 'date';
}

function indexOf<Key extends string>(listing: Listing<Key>, key: Key): number {
  return listing.keys.indexOf(key) + 1;
}

function lastRow(listing: Listing<string>): number {
  return firstRow + Math.max(listing.count, 1) - 1;
}
