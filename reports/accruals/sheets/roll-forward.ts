import { Decimal } from '../../decimal.ts';
import { type Cell, formula, id, number, text } from '../../workbook/cell.ts';
import { type At, column, type ListingColumn, layOut } from '../../workbook/listing.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { AccrualFigures, AccrualLine } from '../figures.ts';
import type { Layouts } from '../layout.ts';
import { siteKey } from '../marts.ts';

type Columns = Record<Layouts['rollForward']['keys'][number], ListingColumn<AccrualLine>>;

/** Each contract and currency from last closing to this one, in transaction currency. */
export function rollForwardSheet(figures: AccrualFigures, layout: Layouts): Sheet {
  return layOut({
    listing: layout.rollForward,
    title: 'Roll-forward',
    note: `Opening + expense + prior-period true-up - invoiced + prepaid reclass = closing, per contract and currency, in the currency of the contract, ${figures.period.name}.`,
    frozenColumns: 6,
    pagesWide: 2,
    items: figures.lines,
    columns: { ...identity(figures), ...movements(figures, layout), ...checks(layout) },
  });
}

function identity({ marts }: AccrualFigures): Pick<Columns, Identity> {
  return {
    line: { header: 'Line', width: 8, cell: ({ line }) => id(line.id) },
    study: { header: 'Study', width: 14, cell: ({ line }) => id(line.study) },
    site: { header: 'Site', width: 10, cell: ({ line }) => id(line.site) },
    counterparty: {
      header: 'Counterparty',
      width: 46,
      cell: ({ line }) => text(marts.sites.get(siteKey(line.study, line.site))?.name ?? null),
    },
    contract: { header: 'Contract', width: 16, cell: ({ line }) => id(line.contract) },
    currency: { header: 'Currency', width: 10, cell: ({ line }) => id(line.currency) },
  };
}

function movements({ period }: AccrualFigures, layout: Layouts): Pick<Columns, Movements> {
  const { detail, invoices } = layout;
  const fromDetail = (at: At, key: 'cost' | 'holdback', bucket?: string): string =>
    sumIfs(column(detail, key), [
      [column(detail, 'line'), at('line')],
      ...(bucket === undefined ? [] : [[column(detail, 'bucket'), `"${bucket}"`] as const]),
    ]);
  const fromInvoices = (at: At, month?: string): string =>
    sumIfs(column(invoices, 'net'), [
      [column(invoices, 'line'), at('line')],
      [column(invoices, 'treatment'), '"Counted"'],
      ...(month === undefined ? [] : [[column(invoices, 'period'), `"${month}"`] as const]),
    ]);
  return {
    opening: money('Opening liability', ({ line }) => number(line.opening)),
    openingPrepaid: money('Opening prepaid', ({ line }) => number(line.openingPrepaid)),
    expense: live(
      'Expense of the period',
      ({ line }) => line.expense,
      (at) => fromDetail(at, 'cost', 'Current'),
    ),
    trueUp: live(
      'Prior-period true-up',
      ({ line }) => line.trueUp,
      (at) => rounded(`${at('lateEntries')}+${at('repriced')}`),
    ),
    lateEntries: live(
      'Of which entered late',
      ({ line }) => line.lateEntries,
      (at) => fromDetail(at, 'cost', 'Prior period'),
    ),
    repriced: live(
      'Of which priced anew',
      ({ line }) => line.repriced,
      (at) =>
        rounded(`${at('earnedToDate')}-${at('priorEarned')}-${at('expense')}-${at('lateEntries')}`),
    ),
    priorEarned: money('Earned to last closing (warehouse)', ({ line }) =>
      number(line.priorEarned),
    ),
    invoiced: live(
      'Invoiced in the period',
      ({ line }) => line.invoiced,
      (at) => fromInvoices(at, period.name),
    ),
    reclass: live(
      'Prepaid reclass',
      ({ line }) => line.reclass,
      (at) => rounded(`${at('closingPrepaid')}-${at('openingPrepaid')}`),
    ),
    closing: live(
      'Closing liability',
      ({ line }) => line.closing,
      (at) =>
        rounded(
          `${at('opening')}+${at('expense')}+${at('trueUp')}-${at('invoiced')}+${at('reclass')}`,
        ),
      'strong',
    ),
    closingPrepaid: live(
      'Closing prepaid',
      ({ line }) => line.closingPrepaid,
      (at) => rounded(`MAX(0,${at('invoicedToDate')}-${at('earnedToDate')})`),
    ),
    earnedToDate: live(
      'Earned to date (Site detail)',
      ({ line }) => line.earnedToDate,
      (at) => fromDetail(at, 'cost'),
    ),
    invoicedToDate: live(
      'Invoiced to date (Invoices)',
      ({ line }) => line.invoicedToDate,
      (at) => fromInvoices(at),
    ),
    holdback: live(
      'Held back to date',
      ({ line }) => line.holdback,
      (at) => fromDetail(at, 'holdback'),
    ),
  };
}

function checks({ detail }: Layouts): Pick<Columns, Checks> {
  return {
    detailLiability: live(
      'Liability by detail',
      ({ line }) => line.detailLiability,
      (at) => rounded(`MAX(0,${at('earnedToDate')}-${at('invoicedToDate')})`),
    ),
    difference: live(
      'Difference (must be 0)',
      ({ line }) => line.difference,
      (at) => rounded(`${at('closing')}-${at('detailLiability')}`),
    ),
    priorClosing: money('Closing of last period', ({ line }) => number(line.priorClosing)),
    openingDifference: live(
      'Opening difference (must be 0)',
      ({ line }) => line.openingDifference,
      (at) => rounded(`${at('opening')}-${at('priorClosing')}`),
    ),
    detailRows: {
      header: 'Rows on Site detail',
      width: 9,
      cell: ({ line }, at) =>
        formula(
          `COUNTIF(${column(detail, 'line')},${at('line')})`,
          Decimal.of(line.detailRows),
          'integer',
        ),
    },
  };
}

type Identity = 'line' | 'study' | 'site' | 'counterparty' | 'contract' | 'currency';
type Checks =
  | 'detailLiability'
  | 'difference'
  | 'priorClosing'
  | 'openingDifference'
  | 'detailRows';
type Movements = Exclude<keyof Columns, Identity | Checks>;

function money(header: string, cell: ListingColumn<AccrualLine>['cell']) {
  return { header, width: 14, cell };
}

function live(
  header: string,
  result: (item: AccrualLine) => Decimal,
  source: (at: At) => string,
  tone: 'plain' | 'strong' = 'plain',
) {
  return money(header, (item, at): Cell => formula(source(at), result(item), 'money', tone));
}

/** Strips the binary noise that Excel's sums of decimals carry; no currency has over 4 decimals. */
function rounded(expression: string): string {
  return `ROUND(${expression},4)`;
}

function sumIfs(sum: string, criteria: readonly (readonly [string, string])[]): string {
  return rounded(`SUMIFS(${sum},${criteria.map((pair) => pair.join(',')).join(',')})`);
}
