import type { Decimal } from '../../decimal.ts';
import { type Cell, formula } from '../../workbook/cell.ts';

/** Total over the rows that a reader's filter leaves visible; the cached value is that of all rows. */
export function sumTotal(result: Decimal): (range: string) => Cell {
  return (range) => formula(`ROUND(SUBTOTAL(109,${range}),2)`, result, 'money', 'strong');
}
