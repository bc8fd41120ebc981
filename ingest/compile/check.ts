import type { Contract, ContractColumn } from '../contract.ts';
import { identifier, text } from '../engine.ts';
import type { Format } from '../vocabulary.ts';
import { isValid } from './form.ts';

/** Why a row is refused; `rule|column` in the pipeline. */
export type Rule =
  | 'required'
  | 'invalid_date'
  | 'invalid_number'
  | 'invalid_boolean'
  | 'invalid_word'
  | 'invalid_identifier'
  | 'duplicate_key'
  | 'ragged_row'
  | 'malformed_row'
  | 'repeated_header';

const RULE: Readonly<Record<Format, Rule>> = {
  date: 'invalid_date',
  'partial-date': 'invalid_date',
  'date-time': 'invalid_date',
  'year-month': 'invalid_date',
  decimal: 'invalid_number',
  integer: 'invalid_number',
  boolean: 'invalid_boolean',
  identifier: 'invalid_identifier',
};

/** Rules that a row breaks as a whole, before its columns are looked at. */
export const ROW_RULES = [
  'ragged_row',
  'malformed_row',
  'repeated_header',
] as const satisfies readonly Rule[];

/** The rule that a column's non-null value can break. */
export const formRule = (column: ContractColumn): Rule | undefined =>
  column.words ? 'invalid_word' : column.format && RULE[column.format];

/** Name of the flag that says that a column's cleaned text was canonical as it stood. */
export const flagOf = (column: ContractColumn): string => identifier(`is canonical ${column.name}`);

/** CASE, because AND would ask the second question of every row. */
const breaksForm = (column: ContractColumn, hasFlag: boolean): string | undefined => {
  const value = identifier(column.name);
  const valid = isValid(column, value);
  if (valid === undefined) return undefined;
  const known = hasFlag ? `${flagOf(column)} OR ` : '';
  return `CASE WHEN ${known}${value} IS NULL THEN false ELSE NOT coalesce(${valid}, false) END`;
};

const fault = (rule: Rule, column: string): string => text(`${rule}|${column}`);

/**
 * SQL for the first rule that a canonical row breaks, as `rule|column`, else NULL. Only `present` columns are asked, and of
 * those in `flagged` only the rows whose flag does not vouch for them.
 */
export const faultOf = (
  contract: Contract,
  required: readonly string[],
  present: ReadonlySet<string>,
  flagged: ReadonlySet<string>,
): string => {
  const missing = required.map(
    (name) => `WHEN ${identifier(name)} IS NULL THEN ${fault('required', name)}`,
  );
  const broken = contract.columns.flatMap((column) => {
    const test = present.has(column.name)
      ? breaksForm(column, flagged.has(column.name))
      : undefined;
    const rule = formRule(column);
    return test && rule ? [`WHEN ${test} THEN ${fault(rule, column.name)}`] : [];
  });
  return `CASE WHEN _fault IS NOT NULL THEN _fault || '|' ${[...missing, ...broken].join(' ')} END`;
};
