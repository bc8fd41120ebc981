/** What outer blanks the cells of a piece can have: `none`, so that a cell without a value is NULL; `spaces` of U+0020 alone. */
export type Blanks = 'none' | 'spaces' | 'any';

const LOOSENESS: readonly Blanks[] = ['none', 'spaces', 'any'];

/** What outer blanks the cells of two runs can have. */
export const looser = (one: Blanks, other: Blanks): Blanks =>
  LOOSENESS.indexOf(one) > LOOSENESS.indexOf(other) ? one : other;

/** A file of rows as a sink writes them: CSV of the row's number, its fault, the cells of a faulty row, then `width` cells. */
export interface RowFile {
  readonly path: string;
  readonly width: number;
  /** Bytes of its longest line. */
  readonly longest: number;
}

/** Such a file in the hands of who takes it. */
export interface HeldFile extends RowFile {
  /** Leaves the rows at `target`, for good; afterwards the piece itself cannot be read any more. */
  moveTo(target: string): void;
}

/**
 * A run of a table's delivered rows that the engine can read. `relation` is SQL of `_row` (1-based in the file, rising),
 * `_fault` (why the row cannot be read, else NULL), `_cells` (JSON of such a row) and `c0`, `c1` ... VARCHAR, as delivered.
 */
export interface Piece {
  readonly relation: string;
  readonly blanks: Blanks;
  /** Whether a cell can hold `E+`, as a number in scientific notation does; any can where nobody looked. */
  readonly hasExponents?: boolean;
  /** Rows of the relation, counted apart from what is made of them. */
  readonly rows: number;
  /** Whether the rows that no feed wants are left out already. */
  readonly isSifted?: boolean;
  /** The file behind the relation, for whoever reads those of several pieces at once. */
  readonly file?: HeldFile;
  /** How the relation is made of the rows of that file, where it is not those rows themselves. */
  readonly shape?: (piece: Piece) => Piece;
}

/** Takes the pieces of one table, several at once; a piece may be overwritten once its promise is kept. */
export type TakePiece = (piece: Piece) => Promise<void>;

export const cell = (index: number): string => `c${index}`;

/** The index of a delivered cell. */
export const placeOf = (name: string): number => Number(name.slice(1));

/** The relation of rows without faults; `rows` is SQL of the cells alone. */
export const soundRows = (rows: string, row: string): string =>
  `SELECT ${row} AS _row, NULL::VARCHAR AS _fault, NULL::VARCHAR AS _cells, * FROM ${rows}`;
