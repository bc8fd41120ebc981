import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDoor, viewerFor } from '@portolan/query';
import { type ReportOutcome, type ReportRequest, writeReport } from '@portolan/reports';
import type ExcelJS from 'exceljs';
import { readBook } from '../recalculation.ts';
import { type BuildClaims, buildPortfolio } from './portfolio.ts';

export const finance = viewerFor('finance', 'fiona');

export type Written = ReportOutcome & {
  readonly bytes: Buffer;
  readonly book: ExcelJS.Workbook;
};

/** Writes the accrual workbook of the small portfolio, with faults, and reads the file back. */
export async function write(
  faults: readonly string[] = [],
  request: Partial<ReportRequest> = {},
  record: Partial<BuildClaims> = {},
): Promise<Written> {
  const door = await openDoor(await buildPortfolio(faults, record));
  const out = mkdtempSync(join(tmpdir(), 'portolan-report-'));
  const outcome = await writeReport('accruals', {
    door,
    viewer: finance,
    period: '2026-03',
    out,
    ...request,
  }).finally(() => door.close());
  const bytes = readFileSync(outcome.path);
  return { ...outcome, bytes, book: await readBook(bytes) };
}

/** The row of a listing whose cells hold all the given texts, as text or number by header. */
export function rowOf(
  book: ExcelJS.Workbook,
  sheetName: string,
  ...texts: readonly string[]
): Readonly<Record<string, string | number>> {
  const sheet = book.getWorksheet(sheetName);
  if (sheet === undefined) throw new Error(`no sheet ${sheetName}`);
  const headers = sheet.getRow(4);
  let found: Record<string, string | number> | undefined;
  sheet.eachRow((row, number) => {
    if (number < 5 || found !== undefined) return;
    const cells: Record<string, string | number> = {};
    row.eachCell((cell, column) => {
      cells[String(headers.getCell(column).value)] = shown(cell);
    });
    const values = Object.values(cells);
    if (texts.every((text) => values.includes(text))) found = cells;
  });
  if (found === undefined) throw new Error(`no row with ${texts.join(', ')} on ${sheetName}`);
  return found;
}

export function shown(cell: ExcelJS.Cell): string | number {
  const value = cell.formula === undefined ? cell.value : cell.result;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'number' ? value : String(value ?? '');
}
