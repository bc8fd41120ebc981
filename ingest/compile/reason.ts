import type { Contract } from '../contract.ts';
import type { Rule } from './check.ts';

const FORM: Readonly<Record<string, string>> = {
  date: 'not a date that exists',
  'partial-date': 'not a date, month or year that exists',
  'date-time': 'not a time stamp that exists',
  'year-month': 'not a month (YYYY-MM)',
  decimal: 'not a decimal number of at most 26 digits and 12 decimals',
  integer: 'not a whole number',
  boolean: 'neither true nor false',
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
      return `the key ${contract.key.join(', ')} stands in an earlier row`;
    case 'ragged_row':
      return 'the row has another number of cells than the header';
    case 'malformed_row':
      return 'the line is not a JSON object';
    case 'repeated_header':
      return 'the row repeats the header';
    default:
      return FORM[definition?.format ?? ''] ?? 'has an invalid form';
  }
};
