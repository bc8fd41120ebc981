import ExcelJS, { type Worksheet } from 'exceljs';
import { letters } from './address.ts';
import { repack } from './archive.ts';
import { cell, checkSheets } from './guard.ts';
import type { Highlight, Sheet } from './sheet.ts';
import { highlightStyles, styleOf } from './style.ts';

export type WorkbookParts = {
  readonly title: string;
  readonly footer: string;
  /** ISO instant that the file carries as its creation date: the build's, never the clock's. */
  readonly createdAt: string;
  readonly sheets: readonly Sheet[];
};

/** The workbook as xlsx bytes; the same parts always give the same bytes. */
export async function writeWorkbook(parts: WorkbookParts): Promise<Uint8Array> {
  checkSheets(parts.sheets);
  const book = new ExcelJS.Workbook();
  book.creator = 'Portolan';
  book.lastModifiedBy = 'Portolan';
  book.title = parts.title;
  book.created = new Date(parts.createdAt);
  book.modified = new Date(parts.createdAt);
  book.calcProperties = { fullCalcOnLoad: true };
  for (const sheet of parts.sheets) await addSheet(book, sheet, parts.footer);
  return repack(new Uint8Array(await book.xlsx.writeBuffer({ zip: { compression: 'STORE' } })));
}

async function addSheet(book: ExcelJS.Workbook, sheet: Sheet, footer: string): Promise<void> {
  const page = book.addWorksheet(sheet.name);
  page.views = [
    {
      state: 'frozen',
      xSplit: sheet.frozenColumns ?? 0,
      ySplit: sheet.headerRow ?? 1,
      showGridLines: false,
      zoomScale: 90,
    },
  ];
  sheet.widths.forEach((width, index) => {
    page.getColumn(index + 1).width = width;
  });
  fill(page, sheet);
  if (sheet.headerRow !== undefined) finishHeader(page, sheet, sheet.headerRow);
  for (const range of sheet.merges ?? []) page.mergeCells(range);
  for (const [row, height] of sheet.heights ?? []) page.getRow(row).height = height;
  for (const highlight of sheet.highlights ?? []) colour(page, highlight);
  for (const { name, ref } of sheet.names ?? []) book.definedNames.add(ref, name);
  setUpPrint(page, sheet, footer);
  await page.protect('', {
    selectLockedCells: true,
    selectUnlockedCells: true,
    autoFilter: true,
    formatColumns: true,
  });
}

function fill(page: Worksheet, sheet: Sheet): void {
  sheet.rows.forEach((cells, rowIndex) => {
    const row = page.getRow(rowIndex + 1);
    cells.forEach((value, columnIndex) => {
      if (value.kind === 'blank' && !value.input) return;
      const where = `${sheet.name}!${letters(columnIndex + 1)}${rowIndex + 1}`;
      const target = row.getCell(columnIndex + 1);
      target.value = cell(value, where);
      target.style = styleOf(value);
    });
  });
}

function finishHeader(page: Worksheet, sheet: Sheet, headerRow: number): void {
  page.getRow(headerRow).height = 42;
  page.pageSetup.printTitlesRow = `${headerRow}:${headerRow}`;
  if (sheet.filter !== true) return;
  const last = Math.max(sheet.rows.length, headerRow + 1);
  page.autoFilter = `A${headerRow}:${letters(sheet.widths.length)}${last}`;
}

function colour(page: Worksheet, { ref, good, bad }: Highlight): void {
  const rules = [
    ...good.map((word) => ({ word, style: highlightStyles.good })),
    ...bad.map((word) => ({ word, style: highlightStyles.bad })),
  ];
  page.addConditionalFormatting({
    ref,
    rules: rules.map(({ word, style }, index) => ({
      type: 'cellIs',
      operator: 'equal',
      formulae: [`"${word}"`],
      priority: index + 1,
      style,
    })),
  });
}

/** Characters across a landscape A4 page that stay readable; wider sheets print on A3. */
const widestA4 = 190;

function setUpPrint(page: Worksheet, sheet: Sheet, footer: string): void {
  const { frozenColumns = 0, pagesWide = 1 } = sheet;
  if (pagesWide > 1) page.pageSetup.printTitlesColumn = `A:${letters(frozenColumns)}`;
  Object.assign(page.pageSetup, {
    paperSize: charactersOf(sheet.widths) > widestA4 ? 8 : 9,
    orientation: sheet.portrait === true ? 'portrait' : 'landscape',
    fitToPage: true,
    fitToWidth: pagesWide,
    fitToHeight: 0,
    margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
  });
  page.headerFooter.oddFooter = `&L&8&F · &A&C&8${footer}&R&8Page &P of &N`;
}

function charactersOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0);
}
