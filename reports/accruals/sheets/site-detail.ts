import { Decimal } from '../../decimal.ts';
import { date, formula, id, number, text } from '../../workbook/cell.ts';
import { column, type ListingColumn, layOut } from '../../workbook/listing.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import { functionalScale, inFunctional } from '../conversion.ts';
import type { DetailLine } from '../detail.ts';
import type { AccrualFigures } from '../figures.ts';
import type { Layouts } from '../layout.ts';
import { pricingInWords } from '../pricing.ts';
import { sumTotal } from './totals.ts';

/** Every unit of work to date, priced by formula from its contracted rate. */
export function siteDetailSheet(figures: AccrualFigures, layout: Layouts): Sheet {
  return layOut({
    listing: layout.detail,
    title: 'Site detail',
    note: `One row per event done up to ${figures.period.end}. Amounts in the currency of the contract unless the header says ${figures.policy.functionalCurrency}.`,
    frozenColumns: 5,
    items: figures.details,
    columns: columns(figures, layout),
  });
}

function columns(
  { exchange, policy, details, lineOf }: AccrualFigures,
  { fx, detail }: Layouts,
): Record<(typeof detail.keys)[number], ListingColumn<DetailLine>> {
  const toFunctional = (line: DetailLine): Decimal | string => {
    if (line.cost.isZero()) return Decimal.zero;
    const closing = exchange.ratesOf(line.earned.currency ?? '').closing;
    return closing === null ? 'NO RATE' : inFunctional(line.cost, closing.rate);
  };
  const rateOf = (currency: string): string =>
    `INDEX(${column(fx, 'closing')},MATCH(${currency},${column(fx, 'currency')},0))`;
  const known = details
    .map(toFunctional)
    .filter((value): value is Decimal => value instanceof Decimal);
  return {
    line: {
      header: 'Line',
      width: 8,
      cell: ({ earned }) => id(lineOf(earned.contract, earned.currency)),
    },
    study: { header: 'Study', width: 14, cell: ({ earned }) => id(earned.study) },
    country: { header: 'Country', width: 10, cell: ({ earned }) => id(earned.country) },
    site: { header: 'Site', width: 10, cell: ({ earned }) => id(earned.site) },
    contract: { header: 'Contract', width: 16, cell: ({ earned }) => id(earned.contract) },
    subject: { header: 'Subject', width: 14, cell: ({ earned }) => id(earned.subject) },
    visit: { header: 'Visit', width: 12, cell: ({ earned }) => id(earned.visit) },
    event: { header: 'Event', width: 22, cell: ({ earned }) => text(earned.event) },
    serviceDate: {
      header: 'Service date',
      width: 11,
      cell: ({ earned }) => date(earned.serviceDate),
    },
    enteredDate: { header: 'Entered', width: 11, cell: ({ earned }) => date(earned.enteredDate) },
    bucket: { header: 'Period bucket', width: 15, cell: ({ bucket }) => text(bucket) },
    status: {
      header: 'Pricing',
      width: 21,
      cell: ({ earned }) => text(pricingInWords(earned.status)),
    },
    quantity: {
      header: 'Quantity',
      width: 9,
      cell: ({ earned }) => number(earned.quantity, 'quantity'),
    },
    rate: { header: 'Contracted rate', width: 12, cell: ({ earned }) => number(earned.rate) },
    rateVersion: { header: 'Rate version', width: 9, cell: ({ earned }) => id(earned.rateVersion) },
    overhead: {
      header: 'Overhead %',
      width: 9,
      cell: ({ earned }) => number(earned.overhead, 'percent'),
    },
    currency: { header: 'Currency', width: 10, cell: ({ earned }) => id(earned.currency) },
    gross: {
      header: 'Price with overhead',
      width: 14,
      cell: (line, at) =>
        formula(
          `IF(AND(${at('status')}="${pricingInWords('priced')}",ISNUMBER(${at('rate')})),ROUND(${at('quantity')}*${at('rate')}*(1+${at('overhead')}),${line.minorUnits}),0)`,
          line.gross,
        ),
    },
    vatPct: { header: 'VAT %', width: 9, cell: ({ earned }) => number(earned.vat, 'percent') },
    vatRecoverable: {
      header: 'Of which recovered %',
      width: 11,
      cell: ({ earned }) => number(earned.vatRecoverable, 'percent'),
    },
    vat: {
      header: 'VAT not recovered',
      width: 12,
      cell: (line, at) =>
        formula(
          `ROUND(${at('gross')}*${at('vatPct')}*(1-${at('vatRecoverable')}),${line.minorUnits})`,
          line.vat,
        ),
    },
    cost: {
      header: 'Earned',
      width: 14,
      cell: (line, at) =>
        formula(`ROUND(${at('gross')}+${at('vat')},${line.minorUnits})`, line.cost),
    },
    holdbackPct: {
      header: 'Holdback %',
      width: 9,
      cell: ({ earned }) => number(earned.holdback, 'percent'),
    },
    holdback: {
      header: 'Of which held back',
      width: 12,
      cell: (line, at) =>
        formula(`ROUND(${at('gross')}*${at('holdbackPct')},${line.minorUnits})`, line.holdback),
    },
    functional: {
      header: `Earned at closing rate, ${policy.functionalCurrency}`,
      width: 14,
      total: sumTotal(Decimal.sum(known)),
      cell: (line, at) =>
        formula(
          `IF(${at('cost')}=0,0,IF(ISNUMBER(${rateOf(at('currency'))}),ROUND(${at('cost')}/${rateOf(at('currency'))},${functionalScale}),"NO RATE"))`,
          toFunctional(line),
        ),
    },
    source: { header: 'Source load and row', width: 44, cell: ({ earned }) => id(earned.source) },
  };
}
