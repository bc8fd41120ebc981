import type { Measure } from '../definitions/model.ts';
import { quoted, rowCount, valueCount } from './sql.ts';

/** What a product of fractions may miss a share by, as doubles are. */
const lastBits = 1e-12;

/**
 * The estimate of Kaplan and Meier (JASA 53:457, 1958) of a median or percentile: the shortest value by which the
 * estimated share that has not ended is at most what the percentile leaves over. Of equal values, those that ended
 * come before those that are censored. The body of a common table expression.
 *
 * @param by expressions with the names of the columns to group by.
 * @param rows from the first `from` to the last condition: rows with the measure's value and `is_censored`.
 */
export function survivalSql(
  { name, percentile }: Measure,
  by: readonly { expr: string; name: string }[],
  rows: string,
): string {
  const value = quoted(`measure ${name}`);
  const columns = by.map((column) => quoted(column.name));
  const listed = columns.map((column) => `${column}, `).join('');
  const over = (order: string): string => {
    const partition = columns.length > 0 ? `partition by ${columns.join(', ')} ` : '';
    return `over (${partition}${order})`;
  };
  const left = 1 - (percentile?.share ?? 0.5) + lastBits;
  return `select ${listed}min(case when running <= ${left} then ${value} end) as ${value},
    max(${quoted(valueCount)}) as ${quoted(valueCount)}, max(${quoted(rowCount)}) as ${quoted(rowCount)}
  from (
    select *, product(1 - ended / nullif(at_risk, 0)) ${over(`order by ${value}`)} as running
    from (
      select *, sum(counted) ${over(`order by ${value} desc`)} as at_risk,
        sum(counted) ${over('')} as ${quoted(valueCount)}, sum(seen) ${over('')} as ${quoted(rowCount)}
      from (
        select ${by.map((column) => `${column.expr} as ${quoted(column.name)}, `).join('')}f.${value},
          count(f.${value}) as counted, count(*) as seen,
          count(case when not f.is_censored then f.${value} end) as ended
        ${rows}
        group by all
      )
    )
  )${columns.length > 0 ? `\n  group by ${columns.join(', ')}` : ''}`;
}
