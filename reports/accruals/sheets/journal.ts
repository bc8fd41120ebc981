import { Decimal } from '../../decimal.ts';
import { date, formula, id, text } from '../../workbook/cell.ts';
import { type At, column, type ListingColumn, layOut } from '../../workbook/listing.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { AccrualFigures } from '../figures.ts';
import { creditOf, debitOf, type Entry, type JournalLine } from '../journal.ts';
import type { Layouts } from '../layout.ts';
import { sumTotal } from './totals.ts';

/** The entries to post, debit and credit by formula from the Summary. */
export function journalSheet(
  { policy, period }: AccrualFigures,
  layout: Layouts,
  lines: readonly JournalLine[],
): Sheet {
  const side = (name: 'debit' | 'credit', amountOf: (line: JournalLine) => Decimal) => ({
    header: `${name === 'debit' ? 'Debit' : 'Credit'}, ${policy.functionalCurrency}`,
    width: 16,
    total: sumTotal(Decimal.sum(lines.map(amountOf))),
    cell: (line: JournalLine, at: At) => {
      const sign = line.side === name ? '' : '-';
      return formula(
        `MAX(0,${sign}ROUND(${moved(line.entry, layout, at('study'))},2))`,
        amountOf(line),
      );
    },
  });
  const columns: Record<Layouts['journal']['keys'][number], ListingColumn<JournalLine>> = {
    document: {
      header: 'Document',
      width: 22,
      cell: (line) => id(`${line.entry.toUpperCase().slice(0, 3)}-${period.name}-${line.study}`),
    },
    entry: { header: 'Entry', width: 12, cell: (line) => text(line.entry) },
    study: { header: 'Study', width: 14, cell: (line) => id(line.study) },
    account: { header: 'Account', width: 12, cell: (line) => id(line.account.code) },
    accountName: { header: 'Account name', width: 44, cell: (line) => text(line.account.name) },
    debit: side('debit', debitOf),
    credit: side('credit', creditOf),
    currency: { header: 'Currency', width: 10, cell: () => id(policy.functionalCurrency) },
    postingDate: { header: 'Posting date', width: 12, cell: () => date(period.end) },
    reversalDate: {
      header: 'Reversal date',
      width: 12,
      cell: (line) => (line.isReversed ? date(period.dayAfter) : text('not reversed')),
    },
    text: { header: 'Text', width: 30, cell: (line) => text(line.text) },
  };
  return layOut({
    listing: layout.journal,
    title: 'Journal',
    note:
      policy.journalMode === 'auto-reversing'
        ? `Auto-reversing: the full accrual is posted on ${period.end} and reversed on ${period.dayAfter}; the exchange entry stays.`
        : `LTD delta: only the change since ${period.previous} is posted, nothing is reversed.`,
    frozenColumns: 3,
    items: lines,
    columns,
  });
}

function moved(entry: Entry, { summary }: Layouts, study: string): string {
  const of = (key: 'closing' | 'opening' | 'prepaid' | 'openingPrepaid' | 'exchange'): string =>
    `INDEX(${column(summary, key)},MATCH(${study},${column(summary, 'study')},0))`;
  switch (entry) {
    case 'Exchange':
      return of('exchange');
    case 'Accrual':
      return `${of('closing')}-IF(journal_mode="LTD delta",${of('opening')},0)`;
    case 'Prepaid':
      return `${of('prepaid')}-IF(journal_mode="LTD delta",${of('openingPrepaid')},0)`;
  }
}
