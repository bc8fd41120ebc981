import { readCsv } from './csv.ts';
import { cell, type RowFile } from './piece.ts';

/** A cell may hold `\r\n`, which the engine would else take for the end of every line. */
const LINES = ", new_line = '\\n'";

const HEAD = ['_row', '_fault', '_cells'] as const;

const namesOf = (width: number): readonly string[] => [
  ...HEAD,
  ...Array.from({ length: width }, (_, index) => cell(index)),
];

/** SQL of the rows of a file, as a piece's relation. */
export const rowsIn = ({ path, width, longest }: RowFile): string =>
  `SELECT * REPLACE (_row::BIGINT AS _row) FROM ${readCsv([path], namesOf(width), ',', longest, LINES)}`;

/** The same of several files of one width; `row` is SQL of the row's number, made of `_row` and `filename`, both text. */
export const rowsInEach = (
  paths: readonly string[],
  { width, longest }: Omit<RowFile, 'path'>,
  row: string,
): string =>
  `SELECT * EXCLUDE (filename) REPLACE (${row} AS _row) FROM ${readCsv(paths, namesOf(width), ',', longest, `${LINES}, filename = true`)}`;
