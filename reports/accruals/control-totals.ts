import { Decimal } from '../decimal.ts';
import type { AccrualFigures } from './figures.ts';
import { netOf, treatmentOf } from './treatment.ts';

/** What the listings add up to in one currency, beside what the warehouse says. */
export type ControlTotals = {
  readonly currency: string;
  readonly rows: number;
  readonly earned: Decimal;
  readonly earnedWarehouse: Decimal;
  readonly expense: Decimal;
  readonly expenseWarehouse: Decimal;
  readonly invoiced: Decimal;
  readonly invoicedWarehouse: Decimal;
};

export function controlTotals(figures: AccrualFigures): readonly ControlTotals[] {
  const { details, exchange, lines, marts, period } = figures;
  const treatment = treatmentOf(lines.map(({ line }) => line));
  return exchange.currencies.map(({ currency }) => {
    const own = details.filter(({ earned }) => earned.currency === currency);
    const ownLines = lines.filter(({ line }) => line.currency === currency).map(({ line }) => line);
    const latest = ownLines.map((line) => line.history.at(-1));
    const now = latest.filter((row) => row?.period === period.name);
    const bills = marts.invoices.filter(
      (bill) => bill.currency === currency && treatment(bill) === 'Counted',
    );
    return {
      currency,
      rows: own.filter(({ bucket }) => bucket !== 'No activity').length,
      earned: Decimal.sum(own.map((line) => line.cost)),
      earnedWarehouse: Decimal.sum(latest.map((row) => row?.ltdEarned ?? Decimal.zero)),
      expense: Decimal.sum(ownLines.map((line) => line.expense)),
      expenseWarehouse: Decimal.sum(now.map((row) => row?.expense ?? Decimal.zero)),
      invoiced: Decimal.sum(bills.map(netOf)),
      invoicedWarehouse: Decimal.sum(latest.map((row) => row?.ltdInvoiced ?? Decimal.zero)),
    };
  });
}
