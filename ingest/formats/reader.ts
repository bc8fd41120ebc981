import type { Unpacked } from './unpacked.ts';

/** One table that a structured file holds: its name within the format and its columns, in order. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Why a row of a structured file cannot be read; its raw text goes to quarantine. */
export type RowFault = 'malformed_row' | 'ragged_row';

/** Cells of one row, in the order of its table's columns. Null, undefined and '' are no value. */
export type Cells = readonly (string | null | undefined)[];

/** Whether a row is of any use; the others are only counted. */
export type IsWanted = (cells: Cells) => boolean;

/** Where a reader puts the rows of its tables. */
export interface RowSink {
  write(table: string, cells: Cells): void;
  /** Whether somebody wants the rows of a table; of one that nobody wants the cells may be left out, and are only counted. */
  takes?(table: string): boolean;
  /** A row that cannot be read; `raw` is JSON of what was delivered. */
  refuse(table: string, fault: RowFault, raw: string): void;
  /** A promise to await before more rows are written, or undefined while there is room. */
  room(): Promise<void> | undefined;
}

/** A structured file whose head has been read: what it says of itself and the tables that it may hold. */
export interface StructuredFile {
  readonly format: string;
  /** What the file declares, by name, for profiles to match and load records to keep: version, vendor, kind of delivery. */
  readonly traits: Readonly<Record<string, string>>;
  readonly tables: readonly TableShape[];
  /**
   * Streams every row into the sink, in the order of the file, in constant memory.
   * Throws MALFORMED_FILE, WRONG_ENCODING, UNSUPPORTED_FORMAT; rows written before that do not land.
   */
  read(sink: RowSink): Promise<void>;
}

/** The first bytes of a file and its root XML element, where it has one. */
export interface FileHead {
  readonly name: string;
  readonly bytes: Buffer;
  /** The bytes decoded leniently, by byte order mark or else as UTF-8. */
  readonly text: string;
}

/** A format that is read by code of ours into one or several tables. */
export interface Format {
  readonly name: string;
  /** Whether the first bytes are of this format. Names prove nothing; they may only break a tie. */
  claims(head: FileHead): boolean;
  /** Reads as much of the file as its traits and tables need. Throws MALFORMED_FILE, UNSUPPORTED_FORMAT, WRONG_ENCODING. */
  open(file: Unpacked, head: FileHead): Promise<StructuredFile>;
}
