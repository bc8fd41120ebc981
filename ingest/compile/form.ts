import type { ContractColumn } from '../contract.ts';
import { text } from '../engine.ts';
import type { Reading } from '../profiles/profile.ts';
import { type Format, SHOWN_DAY, SPOILT_ID } from '../vocabulary.ts';

const whole = (value: string, pattern: string): string =>
  `regexp_full_match(${value}, ${text(pattern)})`;

const isDate = (value: string): string =>
  `(CAST(TRY_CAST(${value} AS DATE) AS VARCHAR) = ${value} AND strlen(${value}) = 10)`;

const isMonth = (value: string): string =>
  `(${whole(value, '\\d{4}-(0[1-9]|1[0-2])')} AND left(${value}, 4) <> '0000')`;

const isYear = (value: string): string => `(${whole(value, '\\d{4}')} AND ${value} <> '0000')`;

const TIME =
  'T([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)?';

/** Whether a value is no day as spreadsheets show it; most values are told by their first character, length and marks, before any pattern. */
export const isNoShownDay = (value: string): string =>
  `CASE WHEN ${value} < ':' THEN CASE WHEN strlen(${value}) BETWEEN 5 AND 7 AND (contains(${value}, '-') OR contains(${value}, '. ')) THEN NOT ${whole(value, SHOWN_DAY)} ELSE true END ELSE true END`;

const VALID: Readonly<Record<Format, (value: string) => string>> = {
  date: isDate,
  'partial-date': (value) =>
    `(coalesce(${isDate(value)}, false) OR ${isMonth(value)} OR ${isYear(value)})`,
  'date-time': (value) =>
    `(coalesce(${isDate(`left(${value}, 10)`)}, false) AND ${whole(`substr(${value}, 11)`, TIME)})`,
  'year-month': isMonth,
  decimal: (value) => whole(value, '-?(0|[1-9]\\d{0,25})(\\.\\d{1,12})?'),
  integer: (value) => whole(value, '-?(0|[1-9]\\d{0,17})'),
  boolean: (value) => `${value} IN ('true', 'false')`,
  // One pattern for each of many columns: anything before it costs small files more than it saves large ones.
  identifier: (value) => `NOT ${whole(value, SPOILT_ID)}`,
};

/** SQL: whether a canonical text has the form that the column's contract asks; NULL or false where not. */
export const isValid = (column: ContractColumn, value: string): string | undefined => {
  if (column.words) return `${value} IN (${column.words.map(text).join(', ')})`;
  return column.format && VALID[column.format](value);
};

const WHOLE_NUMBER = '0|-?[1-9]\\d{0,17}';
const NUMBER = '0|-?[1-9]\\d{0,25}(\\.\\d{0,11}[1-9])?|-?0\\.\\d{0,11}[1-9]';

/**
 * SQL: whether a cleaned text is canonical and valid as it stands, which most are: those are taken without translation
 * and without a second check. Must never hold for a text that translation would change or the contract refuse.
 */
export const isCanonical = (
  column: ContractColumn,
  value: string,
  reading: Reading,
): string | undefined => {
  if (column.words) return isValid(column, value);
  const hasPlainNumbers = (reading.decimal_mark ?? '.') === '.' && reading.grouping === undefined;
  switch (column.format) {
    case 'date':
    case 'partial-date':
      return isDate(value);
    case 'integer':
      return whole(value, WHOLE_NUMBER);
    case 'decimal':
      return whole(value, hasPlainNumbers ? NUMBER : WHOLE_NUMBER);
    case 'boolean':
    case 'year-month':
      return VALID[column.format](value);
    default:
      return undefined;
  }
};
