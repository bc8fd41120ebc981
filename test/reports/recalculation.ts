import ExcelJS from 'exceljs';
import {
  type CellValue,
  DetailedCellError,
  FunctionArgumentType,
  FunctionPlugin,
  HyperFormula,
  type ImplementedFunctions,
  type SimpleCellAddress,
} from 'hyperformula';
import { Decimal } from '../../reports/decimal.ts';

/** A formula cell with the value in the file and the value that a second program computes. */
export type Recalculated = {
  readonly where: string;
  readonly formula: string;
  readonly cached: string | number;
  readonly computed: string | number;
};

export async function readBook(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Uint8Array.from(bytes).buffer);
  return book;
}

/** Feeds every value and formula into HyperFormula and reads every formula cell back. */
export function recalculate(book: ExcelJS.Workbook): readonly Recalculated[] {
  const engine = HyperFormula.buildFromSheets(
    Object.fromEntries(book.worksheets.map((sheet) => [sheet.name, contents(sheet)])),
    { licenseKey: 'gpl-v3', smartRounding: false, useArrayArithmetic: true },
    book.definedNames.model
      .filter(({ name }) => !name.startsWith('_xlnm'))
      .map(({ name, ranges }) => ({ name, expression: `=${absolute(ranges[0] ?? '')}` })),
  );
  return book.worksheets.flatMap((sheet) => {
    const sheetId = engine.getSheetId(sheet.name) ?? -1;
    const found: Recalculated[] = [];
    sheet.eachRow((row, rowNumber) => {
      row.eachCell((cell, column) => {
        if (cell.formula === undefined || cell.type !== ExcelJS.ValueType.Formula) return;
        const address: SimpleCellAddress = { sheet: sheetId, row: rowNumber - 1, col: column - 1 };
        found.push({
          where: `${sheet.name}!${cell.address}`,
          formula: cell.formula,
          cached: plain(cell.result),
          computed: plain(engine.getCellValue(address)),
        });
      });
    });
    return found;
  });
}

/** Cells whose two values differ: numbers by more than 1e-9, text at all. */
export function disagreements(cells: readonly Recalculated[]): readonly Recalculated[] {
  return cells.filter(({ cached, computed }) =>
    typeof cached === 'number' && typeof computed === 'number'
      ? !(Math.abs(cached - computed) <= 1e-9)
      : cached !== computed,
  );
}

function contents(sheet: ExcelJS.Worksheet): (string | number | Date | null)[][] {
  const rows: (string | number | Date | null)[][] = [];
  for (let row = 1; row <= sheet.rowCount; row += 1) {
    const cells: (string | number | Date | null)[] = [];
    for (let column = 1; column <= sheet.columnCount; column += 1) {
      cells.push(content(sheet.getCell(row, column)));
    }
    rows.push(cells);
  }
  return rows;
}

function content(cell: ExcelJS.Cell): string | number | Date | null {
  if (cell.formula !== undefined && cell.type === ExcelJS.ValueType.Formula) {
    return `=${cell.formula}`;
  }
  const { value } = cell;
  if (value instanceof Date || typeof value === 'number') return value;
  if (cell.isMerged && cell.master.address !== cell.address) return null;
  return typeof value === 'string' ? `'${value}` : null;
}

function plain(value: CellValue | ExcelJS.CellValue | undefined): string | number {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (value instanceof DetailedCellError) return value.value;
  return String(value);
}

function absolute(reference: string): string {
  return reference.replace(/!\$?([A-Z]+)\$?(\d+)$/, '!$$$1$$$2');
}

/**
 * Excel and LibreOffice round the decimal number that a value prints as (1.005 gives 1.01), while
 * HyperFormula rounds its binary value (1.00): this is the ROUND that the workbook is written for.
 */
class SpreadsheetRounding extends FunctionPlugin {
  static override implementedFunctions: ImplementedFunctions = {
    ROUND: {
      method: 'roundDecimal',
      parameters: [
        { argumentType: FunctionArgumentType.NUMBER },
        { argumentType: FunctionArgumentType.NUMBER, defaultValue: 0 },
      ],
    },
  };

  roundDecimal(call: { readonly args: never[] }, state: never) {
    return this.runFunction(
      call.args,
      state,
      this.metadata('ROUND'),
      (value: number, places: number) =>
        Number(Decimal.parse(printed(value)).round(places).toString()),
    );
  }
}

function printed(value: number): string {
  const fifteen = value.toPrecision(15);
  return fifteen.includes('e') ? value.toFixed(20) : fifteen;
}

HyperFormula.unregisterFunction('ROUND');
HyperFormula.registerFunctionPlugin(SpreadsheetRounding, { enGB: { ROUND: 'ROUND' } });
