import { placed } from './compile/plan.ts';
import { repeatedHeadersSql } from './compile/row.ts';
import { type ControlTotal, checkRows } from './control.ts';
import type { Engine } from './engine.ts';
import type { OpenFile, OpenTable } from './formats/open.ts';
import type { TakePiece } from './formats/piece.ts';
import type { FileMapping } from './profiles/profile.ts';

/** A table and the profile entry that reads it. */
export type ReadTable = readonly [OpenTable, FileMapping];

const readAgain = async (
  open: OpenFile,
  [table, mapping]: ReadTable,
  isByRow: boolean,
  take: TakePiece,
): Promise<void> => {
  await open.deliver(new Map([[table, { mapping, take }]]), isByRow);
};

/**
 * Checks the rows that came of a table against those announced; a header that came again is no row. Gives the announced
 * rows, or undefined where none were. Throws CONTROL_TOTAL.
 */
export const checkDelivered = async (
  engine: Engine,
  open: OpenFile,
  read: ReadTable,
  isByRow: boolean,
  control: ControlTotal | undefined,
  delivered: number,
): Promise<number | undefined> => {
  const [{ seen, columns }, mapping] = read;
  if (control?.rows === undefined || control.rows >= delivered) {
    return checkRows(seen.label, control, delivered);
  }
  const header = placed(columns(mapping));
  let repeated = 0;
  await readAgain(open, read, isByRow, async (piece) => {
    const [row] = await engine.rows(repeatedHeadersSql(header, piece));
    repeated += Number(row?.n ?? 0);
  });
  return checkRows(seen.label, control, delivered - repeated);
};

/**
 * Reads a table that nothing is loaded from, because it too must be readable and hold the rows that are announced of it, by a
 * control file or by its own format. Throws CONTROL_TOTAL and what reading a file throws.
 */
export const checkIgnored = async (
  engine: Engine,
  open: OpenFile,
  read: ReadTable,
  control: ControlTotal | undefined,
): Promise<void> => {
  if (control?.rows === undefined && open.format !== 'dataset-json') return;
  let rows = 0;
  const count: TakePiece = async (piece) => {
    rows += piece.rows;
  };
  await readAgain(open, read, open.canReadByRow, count);
  await checkDelivered(engine, open, read, open.canReadByRow, control, rows);
};
