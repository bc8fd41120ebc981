import type { Row } from '@portolan/query';
import { Decimal } from '../decimal.ts';
import { ReportError } from '../errors.ts';

export function textIn(row: Row, column: string): string | null {
  const value = row[column];
  return value === null || value === undefined ? null : String(value);
}

/** The text of a column that the marts never leave empty. */
export function requiredText(row: Row, column: string): string {
  return textIn(row, column) ?? unreadable(column);
}

/** An exact decimal; the door gives money as text so that no digit is lost on the way. */
export function decimalIn(row: Row, column: string): Decimal | null {
  const value = textIn(row, column);
  if (value === null) return null;
  try {
    return Decimal.parse(value);
  } catch (cause) {
    return unreadable(column, cause);
  }
}

export function amountIn(row: Row, column: string): Decimal {
  return decimalIn(row, column) ?? Decimal.zero;
}

/** A day as ISO text. */
export function dateIn(row: Row, column: string): string | null {
  return textIn(row, column)?.slice(0, 10) ?? null;
}

export function flagIn(row: Row, column: string): boolean {
  return row[column] === true;
}

function unreadable(column: string, cause?: unknown): never {
  throw new ReportError(
    'REPORT_VALUE_UNREADABLE',
    `The column "${column}" holds a value that the report cannot read: rebuild the warehouse and run the report again.`,
    { cause },
  );
}
