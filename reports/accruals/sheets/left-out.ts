import { Decimal } from '../../decimal.ts';
import { type Cell, formula, text } from '../../workbook/cell.ts';
import { column } from '../../workbook/listing.ts';
import type { AccrualFigures } from '../figures.ts';
import type { Layouts } from '../layout.ts';
import { treatmentOf } from '../treatment.ts';

const outside = 'No contract line';

/** Rows of the Cover: how many invoices belong to no contract accrued here, and their sum per currency. */
export function leftOut(
  { marts, lines, exchange, period }: AccrualFigures,
  { invoices }: Layouts,
): readonly (readonly Cell[])[] {
  const treatment = treatmentOf(lines.map(({ line }) => line));
  const bills = marts.invoices.filter((bill) => treatment(bill) === outside);
  const currencies = [...new Set(bills.map(({ currency }) => currency))].sort();
  const where = `${column(invoices, 'treatment')},"${outside}"`;
  const all = formula(`COUNTIF(${where})`, Decimal.of(bills.length), 'integer', 'strong');
  if (currencies.length === 0) return [[text('Invoices left out'), all]];
  const headers = ['Invoices left out', 'Count', 'Amount, invoice currency', 'Closing rate'];
  return [
    headers.map((header) => text(header, 'strong')),
    ...currencies.map((currency) => {
      const own = bills.filter((bill) => bill.currency === currency);
      const match = `${where},${column(invoices, 'currency')},"${currency}"`;
      const hasRate = exchange.ratesOf(currency).closing !== null;
      return [
        text(currency),
        formula(`COUNTIFS(${match})`, Decimal.of(own.length), 'integer'),
        formula(
          `ROUND(SUMIFS(${column(invoices, 'amount')},${match}),4)`,
          Decimal.sum(own.map(({ amount }) => amount)),
        ),
        text(hasRate ? 'On file' : `No rate of ${currency} for ${period.name}`),
      ];
    }),
    [text('All currencies'), all],
  ];
}
