import { malformedFile, unsupportedFormat } from '../../errors.ts';
import { nameColumns } from '../header.ts';
import type { Format, RowSink, StructuredFile } from '../reader.ts';
import type { Unpacked } from '../unpacked.ts';
import { openPackage, type Package } from './package.ts';
import { type SheetRow, sheetRows } from './sheet.ts';
import { readWorkbook, type Sheet, type Workbook } from './workbook.ts';

/** A sheet whose first row with a value is a header: the columns from its first to its last cell. */
interface SheetTable {
  readonly sheet: Sheet;
  readonly first: number;
  readonly columns: readonly string[];
}

const ZIP = 'PK\x03\x04';
/** Magic of the compound files in which old workbooks and encrypted new ones are stored. */
const COMPOUND = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

const headerOf = async (
  file: Package,
  sheet: Sheet,
  workbook: Workbook,
  label: string,
): Promise<SheetTable | undefined> => {
  for await (const { cells } of sheetRows(file, sheet.part, workbook, label)) {
    const first = cells.findIndex((cell) => cell !== null);
    if (first < 0) return undefined;
    const names = cells.slice(first).map((cell) => cell ?? '');
    return { sheet, first, columns: nameColumns(names) };
  }
  return undefined;
};

const writeRow = (
  { sheet, first, columns }: SheetTable,
  { cells, hasError }: SheetRow,
  sink: RowSink,
): void => {
  const end = first + columns.length;
  const isWithin = cells.every((cell, at) => cell === null || (at >= first && at < end));
  if (hasError) sink.refuse(sheet.name, 'malformed_row', JSON.stringify(cells));
  else if (!isWithin) sink.refuse(sheet.name, 'ragged_row', JSON.stringify(cells));
  else
    sink.write(
      sheet.name,
      columns.map((_, at) => cells[first + at] ?? null),
    );
};

const names = (sheets: readonly Sheet[]): string => sheets.map(({ name }) => name).join(',');

const withPackage = async <T>(
  { path, label }: Unpacked,
  use: (file: Package, workbook: Workbook) => Promise<T>,
): Promise<T> => {
  const file = await openPackage(path, label);
  try {
    return await use(file, await readWorkbook(file, label));
  } finally {
    file.close();
  }
};

const tablesOf = async (
  file: Package,
  workbook: Workbook,
  label: string,
): Promise<readonly SheetTable[]> => {
  const tables: SheetTable[] = [];
  for (const sheet of workbook.sheets.filter(({ isHidden }) => !isHidden)) {
    const table = await headerOf(file, sheet, workbook, label);
    if (table) tables.push(table);
  }
  if (tables.length === 0)
    throw malformedFile(label, 'no visible sheet of the workbook holds a row');
  const known = new Set(tables.map(({ sheet }) => sheet.name));
  if (known.size < tables.length || known.has(''))
    throw malformedFile(label, 'two sheets of the workbook have one name, or one has none');
  return tables;
};

const readRows = async (
  file: Package,
  workbook: Workbook,
  table: SheetTable,
  label: string,
  sink: RowSink,
): Promise<void> => {
  let isHeader = true;
  for await (const row of sheetRows(file, table.sheet.part, workbook, label)) {
    if (!isHeader) writeRow(table, row, sink);
    isHeader = false;
    const room = sink.room();
    if (room) await room;
  }
};

const open = async (file: Unpacked, isCompound: boolean): Promise<StructuredFile> => {
  const { label } = file;
  if (isCompound)
    throw unsupportedFormat(
      label,
      'an old or encrypted Office file; save the workbook as .xlsx without a password, or its sheet as CSV',
    );
  return withPackage(file, async (opened, workbook) => {
    const tables = await tablesOf(opened, workbook, label);
    const hidden = workbook.sheets.filter(({ isHidden }) => isHidden);
    return {
      format: 'xlsx',
      traits: {
        sheets: names(tables.map(({ sheet }) => sheet)),
        ...(hidden.length > 0 ? { hidden_sheets: names(hidden) } : {}),
        date_system: workbook.is1904 ? '1904' : '1900',
      },
      tables: tables.map(({ sheet, columns }) => ({ name: sheet.name, columns })),
      read: (sink) =>
        withPackage(file, async (again, same) => {
          for (const table of tables) await readRows(again, same, table, label, sink);
        }),
    };
  });
};

/**
 * Excel workbooks (.xlsx, .xlsm): one table a visible sheet, of the sheet's name. Its first row with a value is the header;
 * a blank cell of it, as a merged header leaves, is called `column<n>`. Numbers keep their characters, dates and times by
 * number format become ISO text, formulas give the value that was last calculated; a row with an error value is faulty.
 */
export const xlsx: Format = {
  name: 'xlsx',
  claims: ({ bytes }) => {
    const start = bytes.subarray(0, COMPOUND.length).toString('latin1');
    return start.startsWith(ZIP) || start === COMPOUND;
  },
  open: (file, head) => open(file, head.bytes[0] === 0xd0),
};
