import type { CellFormulaValue, CellValue } from 'exceljs';
import { Decimal } from '../decimal.ts';
import { ReportError } from '../errors.ts';
import type { Cell } from './cell.ts';

/** Rows one sheet may hold: below Excel's 1,048,576, so that a total never falls off the end. */
export const maxRows = 1_000_000;
const maxText = 32_767;
const maxFormula = 8_192;
const significantDigits = 15;
const forbidden = /\b(TODAY|NOW|RAND|RANDBETWEEN|OFFSET|INDIRECT|CELL|INFO)\s*\(|\[/i;

/**
 * The one way from our cells to Excel's. Refuses what Excel would repair, truncate or recompute
 * differently: numbers over 15 digits, long text, control characters, volatile or external formulas.
 */
export function cell(value: Cell, where: string): CellValue {
  switch (value.kind) {
    case 'blank':
      return null;
    case 'text':
      return safeText(value.text, where);
    case 'number':
      return toNumber(value.value, where);
    case 'date':
      return toDate(value.iso, where);
    case 'formula':
      return toFormula(value.formula, value.result, where);
  }
}

/** Checks a workbook's sheet names and row counts against Excel's limits. */
export function checkSheets(sheets: readonly { name: string; rows: readonly unknown[] }[]): void {
  const seen = new Set<string>();
  for (const { name, rows } of sheets) {
    const lower = name.toLowerCase();
    const isNameLegal =
      /^[^'\\/?*:[\]]{1,31}$/.test(name) && !name.endsWith("'") && lower !== 'history';
    if (!isNameLegal || seen.has(lower)) {
      throw refused(`sheet "${name}"`, 'its name is not one Excel accepts once per workbook');
    }
    seen.add(lower);
    if (rows.length > maxRows) {
      throw new ReportError(
        'REPORT_TOO_LARGE',
        `Sheet "${name}" would have ${rows.length} rows and a sheet may have ${maxRows}: write the report for fewer studies.`,
      );
    }
  }
}

function safeText(value: string, where: string): string {
  if (value.length > maxText) throw refused(where, `its text is longer than ${maxText} characters`);
  if ([...value].some(isControl)) throw refused(where, 'its text holds a control character');
  return value;
}

/** Characters that XML 1.0 cannot carry at all. */
function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const isBreak = code === 9 || code === 10 || code === 13;
  return (
    (code < 32 && !isBreak) ||
    (code >= 0xd800 && code <= 0xdfff) ||
    code === 0xfffe ||
    code === 0xffff
  );
}

function toNumber(value: Decimal, where: string): number {
  const plain = value.toString();
  const digits = plain.replace(/^-|\./g, '').replace(/^0+/, '');
  const whole = plain.includes('.') ? digits : digits.replace(/0+$/, '');
  if (whole.length > significantDigits) {
    throw refused(where, `its number has more than the ${significantDigits} digits Excel keeps`);
  }
  return finite(Number(plain), where);
}

function finite(value: number, where: string): number {
  if (!Number.isFinite(value)) throw refused(where, 'its number is not finite');
  return value;
}

function toDate(iso: string, where: string): Date {
  const time = Date.parse(`${iso}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso) || Number.isNaN(time) || iso < '1900-03-01') {
    throw refused(where, 'its date is not one Excel can hold');
  }
  return new Date(time);
}

function toFormula(source: string, result: Decimal | string, where: string): CellFormulaValue {
  if (source.startsWith('=') || source.length > maxFormula || forbidden.test(source)) {
    throw refused(where, 'its formula is volatile, external, too long or starts with "="');
  }
  const cached = result instanceof Decimal ? toNumber(result, where) : safeText(result, where);
  if (cached === '') throw refused(where, 'its formula has an empty cached value');
  return { formula: source, result: cached, date1904: false };
}

function refused(where: string, reason: string): ReportError {
  return new ReportError(
    'REPORT_CELL_REFUSED',
    `The workbook was not written: ${where} cannot go into Excel because ${reason}.`,
  );
}
