import { Decimal } from '../../decimal.ts';
import { formula, id, number } from '../../workbook/cell.ts';
import { column, type ListingColumn, layOut } from '../../workbook/listing.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { ControlTotals } from '../control-totals.ts';
import type { AccrualFigures } from '../figures.ts';
import type { Layouts } from '../layout.ts';

/** What the workbook's listings add up to, against what the warehouse says they must. */
export function controlTotalsSheet(
  { period }: AccrualFigures,
  layout: Layouts,
  totals: readonly ControlTotals[],
): Sheet {
  return layOut({
    listing: layout.totals,
    title: 'Control totals',
    note: `To ${period.end}, per currency, in that currency. Warehouse totals are the life-to-date amounts of the accrual roll-forward mart.`,
    frozenColumns: 1,
    items: totals,
    columns: columns(layout),
  });
}

function columns(
  layout: Layouts,
): Record<Layouts['totals']['keys'][number], ListingColumn<ControlTotals>> {
  const { detail, invoices } = layout;
  const own = (listing: 'detail' | 'invoices', at: string): string =>
    listing === 'detail'
      ? `ROUND(SUMIFS(${column(detail, 'cost')},${column(detail, 'currency')},${at}),4)`
      : `ROUND(SUMIFS(${column(invoices, 'net')},${column(invoices, 'currency')},${at},${column(invoices, 'treatment')},"Counted"),4)`;
  return {
    currency: { header: 'Currency', width: 10, cell: (item) => id(item.currency) },
    rows: {
      header: 'Detail rows',
      width: 12,
      cell: (item, at) =>
        formula(
          `COUNTIFS(${column(detail, 'currency')},${at('currency')},${column(detail, 'bucket')},"<>No activity")`,
          Decimal.of(item.rows),
          'integer',
        ),
    },
    earned: {
      header: 'Earned, Site detail',
      width: 18,
      cell: (item, at) => formula(own('detail', at('currency')), item.earned),
    },
    earnedWarehouse: {
      header: 'Earned, warehouse',
      width: 18,
      cell: (item) => number(item.earnedWarehouse),
    },
    earnedDifference: {
      header: 'Difference',
      width: 14,
      cell: (item, at) =>
        formula(
          `ROUND(${at('earned')}-${at('earnedWarehouse')},4)`,
          item.earned.minus(item.earnedWarehouse),
        ),
    },
    expense: {
      header: 'Expense, Roll-forward',
      width: 18,
      cell: (item, at) =>
        formula(
          `ROUND(SUMIFS(${column(layout.rollForward, 'expense')},${column(layout.rollForward, 'currency')},${at('currency')}),4)`,
          item.expense,
        ),
    },
    expenseWarehouse: {
      header: 'Expense, warehouse',
      width: 18,
      cell: (item) => number(item.expenseWarehouse),
    },
    expenseDifference: {
      header: 'Difference',
      width: 14,
      cell: (item, at) =>
        formula(
          `ROUND(${at('expense')}-${at('expenseWarehouse')},4)`,
          item.expense.minus(item.expenseWarehouse),
        ),
    },
    invoiced: {
      header: 'Invoiced, Invoices sheet',
      width: 18,
      cell: (item, at) => formula(own('invoices', at('currency')), item.invoiced),
    },
    invoicedWarehouse: {
      header: 'Invoiced, warehouse',
      width: 18,
      cell: (item) => number(item.invoicedWarehouse),
    },
    invoicedDifference: {
      header: 'Difference',
      width: 14,
      cell: (item, at) =>
        formula(
          `ROUND(${at('invoiced')}-${at('invoicedWarehouse')},4)`,
          item.invoiced.minus(item.invoicedWarehouse),
        ),
    },
  };
}
