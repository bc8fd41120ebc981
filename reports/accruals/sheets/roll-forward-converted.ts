import type { Decimal } from '../../decimal.ts';
import { type Cell, formula, id, number, text } from '../../workbook/cell.ts';
import { type At, column, type ListingColumn, layOut } from '../../workbook/listing.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import { type ConvertedLine, functionalScale } from '../conversion.ts';
import { type AccrualFigures, type AccrualLine, totalOf } from '../figures.ts';
import type { Layouts } from '../layout.ts';
import { sumTotal } from './totals.ts';

type Columns = Record<Layouts['converted']['keys'][number], ListingColumn<AccrualLine>>;

/** The roll-forward in functional currency, with the exchange difference as its own column. */
export function convertedSheet(figures: AccrualFigures, layout: Layouts): Sheet {
  const { functionalCurrency } = figures.policy;
  return layOut({
    listing: layout.converted,
    title: `Roll-forward in ${functionalCurrency}`,
    note: `Opening at the prior closing rate, movements at the month average, closing at the closing rate; the exchange difference is what remains. Rates are units of the currency per 1 ${functionalCurrency}.`,
    frozenColumns: 5,
    items: figures.lines,
    columns: {
      line: { header: 'Line', width: 8, cell: ({ line }) => id(line.id) },
      study: { header: 'Study', width: 14, cell: ({ line }) => id(line.study) },
      site: { header: 'Site', width: 10, cell: ({ line }) => id(line.site) },
      contract: { header: 'Contract', width: 16, cell: ({ line }) => id(line.contract) },
      currency: { header: 'Currency', width: 10, cell: ({ line }) => id(line.currency) },
      ...rates(figures, layout),
      ...amounts(figures, layout),
    },
  });
}

function rates({ exchange }: AccrualFigures, layout: Layouts): Pick<Columns, Rates> {
  const rate = (
    header: string,
    key: 'priorClosing' | 'average' | 'closing',
  ): ListingColumn<AccrualLine> => ({
    header,
    width: 15,
    cell: ({ line }, at) =>
      formula(
        `INDEX(${column(layout.fx, key)},MATCH(${at('currency')},${column(layout.fx, 'currency')},0))`,
        exchange.ratesOf(line.currency)[key]?.rate ?? 'missing',
        'rate',
      ),
  });
  return {
    priorRate: rate('Prior closing rate', 'priorClosing'),
    averageRate: rate('Average rate', 'average'),
    closingRate: rate('Closing rate', 'closing'),
    rates: {
      header: 'Rates',
      width: 9,
      cell: ({ converted }, at) =>
        formula(
          `IF(AND(ISNUMBER(${at('averageRate')}),ISNUMBER(${at('closingRate')}),ISNUMBER(${at('openingPrepaid')}),OR(ISNUMBER(${at('priorRate')}),${at.on(layout.rollForward, 'opening')}=0)),"OK","NO RATE")`,
          converted === null ? 'NO RATE' : 'OK',
          'text',
        ),
    },
  };
}

function amounts({ lines, policy }: AccrualFigures, layout: Layouts): Pick<Columns, Amounts> {
  const unit = policy.functionalCurrency;
  const amount = (
    header: string,
    pick: (converted: ConvertedLine) => Decimal,
    source: (at: At) => string,
    tone: 'plain' | 'strong' = 'plain',
  ): ListingColumn<AccrualLine> => ({
    header: `${header}, ${unit}`,
    width: 14,
    total: sumTotal(totalOf(lines, pick)),
    cell: ({ converted }, at): Cell =>
      formula(
        `IF(${at('rates')}="OK",${rounded(source(at))},"NO RATE")`,
        converted === null ? 'NO RATE' : pick(converted),
        'money',
        tone,
      ),
  });
  const atAverage = (key: RollForwardKey) => (at: At) =>
    `${at.on(layout.rollForward, key)}/${at('averageRate')}`;
  return {
    opening: amount(
      'Opening liability',
      (line) => line.opening,
      (at) =>
        `IF(${at.on(layout.rollForward, 'opening')}=0,0,${at.on(layout.rollForward, 'opening')}/${at('priorRate')})`,
    ),
    expense: amount('Expense', (line) => line.expense, atAverage('expense')),
    trueUp: amount('Prior-period true-up', (line) => line.trueUp, atAverage('trueUp')),
    invoiced: amount('Invoiced', (line) => line.invoiced, atAverage('invoiced')),
    openingPrepaid: {
      header: `Opening prepaid at historical rate, ${unit}`,
      width: 14,
      cell: ({ openingPrepaid }) =>
        openingPrepaid === null ? text('NO RATE') : number(openingPrepaid),
    },
    closingPrepaid: amount(
      'Closing prepaid at historical rate',
      (line) => line.closingPrepaid,
      (at) => carriedPrepaid(layout, at),
    ),
    reclass: amount(
      'Prepaid reclass',
      (line) => line.reclass,
      (at) => `${at('closingPrepaid')}-${at('openingPrepaid')}`,
    ),
    exchange: amount(
      'Exchange difference',
      (line) => line.exchange,
      (at) =>
        `${at('closing')}-(${at('opening')}+${at('expense')}+${at('trueUp')}-${at('invoiced')}+${at('reclass')})`,
    ),
    closing: amount(
      'Closing liability',
      (line) => line.closing,
      (at) => `${at.on(layout.rollForward, 'closing')}/${at('closingRate')}`,
      'strong',
    ),
    holdback: amount(
      'Of which held back',
      (line) => line.holdback,
      (at) => `${at.on(layout.rollForward, 'holdback')}/${at('closingRate')}`,
    ),
  };
}

type Rates = 'priorRate' | 'averageRate' | 'closingRate' | 'rates';
type Amounts = Exclude<keyof Columns, Rates | 'line' | 'study' | 'site' | 'contract' | 'currency'>;
type RollForwardKey = Layouts['rollForward']['keys'][number];

function carriedPrepaid(layout: Layouts, at: At): string {
  const opening = at.on(layout.rollForward, 'openingPrepaid');
  const closing = at.on(layout.rollForward, 'closingPrepaid');
  const release = `${at('openingPrepaid')}*${closing}/${opening}`;
  const rise = `${at('openingPrepaid')}+ROUND((${closing}-${opening})/${at('averageRate')},${functionalScale})`;
  return `IF(${closing}>=${opening},${rise},${release})`;
}

function rounded(expression: string): string {
  return `ROUND(${expression},${functionalScale})`;
}
