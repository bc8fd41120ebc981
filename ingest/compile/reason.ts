import type { Contract, ContractColumn } from '../contract.ts';
import { text } from '../engine.ts';
import { formRule, ROW_RULES, type Rule } from './check.ts';

const FORM: Readonly<Record<string, string>> = {
  date: 'not a date that exists',
  'partial-date': 'not a date, month or year that exists',
  'date-time': 'not a time stamp that exists',
  'year-month': 'not a month (YYYY-MM)',
  decimal: 'not a decimal number of at most 26 digits and 12 decimals',
  integer: 'not a whole number',
  boolean: 'neither true nor false',
  identifier: 'a number in scientific notation or a day, as spreadsheets make them of an id',
};

/** What is wrong with a value's form, and what else may be where another column completes it. */
const formReason = (column: ContractColumn | undefined): string => {
  const form = FORM[column?.format ?? ''] ?? 'has an invalid form';
  const other = column?.completedBy;
  return other ? `${form}, or ${other.from} does not tell ${other.tells} that is known` : form;
};

/** What a refused row breaks, without any of its values. */
export const reasonOf = (contract: Contract, rule: Rule, column: string): string => {
  const definition = contract.columns.find((one) => one.name === column);
  switch (rule) {
    case 'required':
      return 'a value is required and there is none';
    case 'invalid_word':
      return `must be one of ${definition?.words?.join(', ')}`;
    case 'duplicate_key':
      return `the key ${contract.key.join(', ')} stands in another row, which was kept`;
    case 'ragged_row':
      return 'the row has another number of cells than the header';
    case 'malformed_row':
      return 'the row cannot be read as a record of its format';
    case 'repeated_header':
      return 'the row repeats the header';
    default:
      return formReason(definition);
  }
};

/** SQL of the reason of each `rule|column` that a row of this feed can break. */
export const reasonSql = (contract: Contract, refused: string): string => {
  const breakable = [
    ...ROW_RULES.map((rule) => [rule, ''] as const),
    ...contract.columns.map(({ name }) => ['required', name] as const),
    ...contract.columns.flatMap((column) => {
      const rule = formRule(column);
      return rule ? [[rule, column.name] as const] : [];
    }),
  ];
  const cases = breakable.map(
    ([rule, column]) =>
      `WHEN ${text(`${rule}|${column}`)} THEN ${text(reasonOf(contract, rule, column))}`,
  );
  return `CASE ${refused} ${cases.join(' ')} END`;
};
