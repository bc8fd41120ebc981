import { QueryError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Order, ResultColumn } from '../wire.ts';
import { quoted } from './sql.ts';

/**
 * The ORDER BY clause: what was asked, then the remaining `ties` so that equal rows always come in the
 * same order. Missing values come last.
 *
 * @throws QueryError QUERY_UNKNOWN_COLUMN for a column that is not in the result.
 */
export function orderBy(
  order: readonly Order[],
  columns: readonly ResultColumn[],
  ties: readonly string[],
): string[] {
  const known = columns.map(({ name }) => name);
  for (const { column } of order) {
    if (known.includes(column)) continue;
    throw new QueryError(
      'QUERY_UNKNOWN_COLUMN',
      `The result has no column "${column.slice(0, 80)}" to order by.`,
      { hint: `Nearest: ${nearest(column, known).join(', ')}.` },
    );
  }
  const asked = new Set(order.map(({ column }) => column));
  const terms = [
    ...order.map(({ column, desc }) => `${quoted(column)} ${desc === true ? 'desc' : 'asc'}`),
    ...ties.filter((name) => !asked.has(name)).map((name) => `${quoted(name)} asc`),
  ];
  return terms.length === 0
    ? []
    : [`order by ${terms.map((term) => `${term} nulls last`).join(', ')}`];
}
