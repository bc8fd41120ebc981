import { numberIn } from '../wire/cells.ts';
import type { Cell, Column } from '../wire/types.ts';
import { moment } from './date.ts';
import { groupDecimal } from './decimal.ts';
import { decimal, integer, percent } from './number.ts';

export const noValue = '–';

const numericType = /int|decimal|double|float|numeric/i;

export function isNumeric({ type }: Pick<Column, 'type'>): boolean {
  return numericType.test(type);
}

/** A cell as text after its column's format; a dash where there is no value. */
export function cellText(cell: Cell | undefined, column: Column): string {
  if (cell === null || cell === undefined) return noValue;
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (/^timestamp/i.test(column.type)) return moment(String(cell));
  if (!isNumeric(column)) return String(cell);
  const value = numberIn(cell);
  if (value === undefined) return String(cell);
  switch (column.format) {
    case 'integer':
      return integer(value);
    case 'percent':
      return percent(value);
    case 'money':
      return groupDecimal(String(cell), 2);
    default:
      return Number.isInteger(value) ? integer(value) : decimal(value, 2);
  }
}
