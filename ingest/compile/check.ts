import type { Contract, ContractColumn } from '../contract.ts';
import { identifier, text } from '../engine.ts';
import type { Format } from '../vocabulary.ts';

/** Why a row is refused; `rule|column` in the pipeline. */
export type Rule =
  | 'required'
  | 'invalid_date'
  | 'invalid_number'
  | 'invalid_boolean'
  | 'invalid_word'
  | 'duplicate_key'
  | 'ragged_row'
  | 'malformed_row'
  | 'repeated_header';

const isDate = (value: string): string =>
  `(length(${value}) = 10 AND coalesce(CAST(TRY_CAST(${value} AS DATE) AS VARCHAR) = ${value}, false))`;

const isMonth = (value: string): string =>
  `(regexp_full_match(${value}, '\\d{4}-(0[1-9]|1[0-2])') AND left(${value}, 4) <> '0000')`;

const isYear = (value: string): string =>
  `(regexp_full_match(${value}, '\\d{4}') AND ${value} <> '0000')`;

const TIME =
  'T([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)?';

const VALID: Readonly<Record<Format, (value: string) => string>> = {
  date: isDate,
  'partial-date': (value) => `(${isDate(value)} OR ${isMonth(value)} OR ${isYear(value)})`,
  'date-time': (value) =>
    `(${isDate(`left(${value}, 10)`)} AND regexp_full_match(substr(${value}, 11), '${TIME}'))`,
  'year-month': isMonth,
  decimal: (value) => `regexp_full_match(${value}, '-?(0|[1-9]\\d{0,25})(\\.\\d{1,12})?')`,
  integer: (value) => `regexp_full_match(${value}, '-?(0|[1-9]\\d{0,17})')`,
  boolean: (value) => `${value} IN ('true', 'false')`,
};

const RULE: Readonly<Record<Format, Rule>> = {
  date: 'invalid_date',
  'partial-date': 'invalid_date',
  'date-time': 'invalid_date',
  'year-month': 'invalid_date',
  decimal: 'invalid_number',
  integer: 'invalid_number',
  boolean: 'invalid_boolean',
};

/** The rule that a column's non-null value can break. */
export const formRule = (column: ContractColumn): Rule | undefined =>
  column.words ? 'invalid_word' : column.format && RULE[column.format];

const breaksForm = (column: ContractColumn): string | undefined => {
  const value = identifier(column.name);
  if (column.words) return `${value} NOT IN (${column.words.map(text).join(', ')})`;
  if (column.format) return `${value} IS NOT NULL AND NOT ${VALID[column.format](value)}`;
  return undefined;
};

const fault = (rule: Rule, column: string): string => text(`${rule}|${column}`);

/** SQL for the first rule that a canonical row breaks, as `rule|column`, else NULL. Only `present` columns are asked. */
export const faultOf = (
  contract: Contract,
  required: readonly string[],
  present: ReadonlySet<string>,
): string => {
  const missing = required.map(
    (name) => `WHEN ${identifier(name)} IS NULL THEN ${fault('required', name)}`,
  );
  const broken = contract.columns.flatMap((column) => {
    const test = present.has(column.name) ? breaksForm(column) : undefined;
    const rule = formRule(column);
    return test && rule ? [`WHEN ${test} THEN ${fault(rule, column.name)}`] : [];
  });
  return `CASE WHEN _fault IS NOT NULL THEN _fault || '|' ${[...missing, ...broken].join(' ')} END`;
};
