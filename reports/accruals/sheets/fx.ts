import { Decimal } from '../../decimal.ts';
import { count, date, formula, id, number, text } from '../../workbook/cell.ts';
import { column, type ListingColumn, layOut } from '../../workbook/listing.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { CurrencyRates, Rate } from '../exchange.ts';
import { type AccrualFigures, totalOf } from '../figures.ts';
import type { Layouts } from '../layout.ts';
import { minorUnitsOf } from '../policy.ts';
import { rateStatus } from '../rate-status.ts';
import { sumTotal } from './totals.ts';

/** The rates used, when they were published, and the liability and exchange difference per currency. */
export function fxSheet(figures: AccrualFigures, layout: Layouts): Sheet {
  const { policy, exchange, period } = figures;
  return layOut({
    listing: layout.fx,
    title: 'FX',
    note: `Units of the currency per 1 ${policy.functionalCurrency}. A closing rate must be published at most ${policy.rateAge} days before ${period.end}.`,
    frozenColumns: 1,
    items: exchange.currencies,
    columns: columns(figures, layout),
    highlights: [{ ref: 'G5:G200', good: ['OK'], bad: ['MISSING', 'STALE'] }],
  });
}

function columns(
  { policy, period, lines }: AccrualFigures,
  layout: Layouts,
): Record<Layouts['fx']['keys'][number], ListingColumn<CurrencyRates>> {
  const unit = policy.functionalCurrency;
  const rateCell = (rate: Rate | null) =>
    rate === null ? text('missing') : number(rate.rate, 'rate');
  const inCurrency = (currency: string) => lines.filter(({ line }) => line.currency === currency);
  const sum = (listing: 'rollForward' | 'converted', key: 'closing' | 'exchange', at: string) => {
    const values =
      listing === 'converted'
        ? column(layout.converted, key)
        : column(layout.rollForward, 'closing');
    return `ROUND(SUMIFS(${values},${column(layout[listing], 'currency')},${at}),4)`;
  };
  return {
    currency: { header: 'Currency', width: 10, cell: (item) => id(item.currency) },
    minorUnits: {
      header: 'Decimals',
      width: 9,
      cell: (item) => count(minorUnitsOf(item.currency)),
    },
    priorClosing: {
      header: 'Prior closing rate',
      width: 15,
      cell: (item) => rateCell(item.priorClosing),
    },
    average: { header: 'Average rate', width: 15, cell: (item) => rateCell(item.average) },
    closing: { header: 'Closing rate', width: 15, cell: (item) => rateCell(item.closing) },
    published: {
      header: 'Closing rate published',
      width: 12,
      cell: (item) => date(item.closing?.published ?? null),
    },
    status: {
      header: 'Status',
      width: 11,
      cell: (item, at) =>
        formula(
          `IF(AND(ISNUMBER(${at('average')}),ISNUMBER(${at('closing')})),IF(period_end-${at('published')}<=${policy.rateAge},"OK","STALE"),"MISSING")`,
          rateStatus(item, period.end, policy.rateAge),
          'text',
        ),
    },
    liability: {
      header: 'Closing liability, currency',
      width: 18,
      cell: (item, at) =>
        formula(
          sum('rollForward', 'closing', at('currency')),
          Decimal.sum(inCurrency(item.currency).map(({ line }) => line.closing)),
        ),
    },
    functional: {
      header: `Closing liability, ${unit}`,
      width: 18,
      total: sumTotal(totalOf(lines, (line) => line.closing)),
      cell: (item, at) =>
        formula(
          sum('converted', 'closing', at('currency')),
          totalOf(inCurrency(item.currency), (line) => line.closing),
          'money',
          'strong',
        ),
    },
    exchange: {
      header: `Exchange difference, ${unit}`,
      width: 18,
      total: sumTotal(totalOf(lines, (line) => line.exchange)),
      cell: (item, at) =>
        formula(
          sum('converted', 'exchange', at('currency')),
          totalOf(inCurrency(item.currency), (line) => line.exchange),
        ),
    },
  };
}
