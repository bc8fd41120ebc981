import type { Cell } from './cell.ts';

export type Highlight = {
  /** A1 range whose cells are coloured by the word they hold. */
  readonly ref: string;
  readonly good: readonly string[];
  readonly bad: readonly string[];
};

/** A named scalar (`tol`), never a range. */
export type Name = { readonly name: string; readonly ref: string };

/** One worksheet: every row of cells from row 1, and how it is frozen, filtered and printed. */
export type Sheet = {
  readonly name: string;
  readonly widths: readonly number[];
  readonly rows: readonly (readonly Cell[])[];
  /** Row of the column headers; it and everything above stays in view and is repeated in print. */
  readonly headerRow?: number;
  readonly frozenColumns?: number;
  readonly filter?: boolean;
  readonly portrait?: boolean;
  /** Pages that the columns are spread over in print, each repeating the frozen ones; 1 if absent. */
  readonly pagesWide?: number;
  readonly highlights?: readonly Highlight[];
  readonly names?: readonly Name[];
  /** A1 ranges of text that runs over several columns; never over figures. */
  readonly merges?: readonly string[];
  /** Heights, in points, of rows whose text wraps. */
  readonly heights?: ReadonlyMap<number, number>;
};
