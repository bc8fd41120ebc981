import type { Decimal } from '../decimal.ts';
import type { StudyFigures } from './figures.ts';
import type { Account, AccrualPolicy } from './policy.ts';

export type Entry = 'Accrual' | 'Prepaid' | 'Exchange';

/** One line of the journal; `amount` is what the entry moves, debit where the side says so. */
export type JournalLine = {
  readonly entry: Entry;
  readonly study: string;
  readonly account: Account;
  readonly side: 'debit' | 'credit';
  readonly amount: Decimal;
  readonly isReversed: boolean;
  readonly text: string;
};

/**
 * The journal of a period. Accrual: Dr expense, Cr accrued liabilities. Prepaid: Dr prepaid, Cr
 * expense, for invoices beyond work done. Exchange: moves the exchange difference out of expense and
 * is never reversed. Lines of nothing are left out. Together they leave exactly the period's expense
 * and true-ups in expense, once invoices and last month's reversal are posted there.
 */
export function journalLines(
  studies: readonly StudyFigures[],
  policy: AccrualPolicy,
  period: string,
): readonly JournalLine[] {
  const { expense, liability, prepaid, exchange } = policy.accounts;
  const isReversed = policy.journalMode === 'auto-reversing';
  return studies.flatMap((figures) => [
    ...entry('Accrual', figures, policy, [expense, liability], isReversed, `Accrual ${period}`),
    ...entry('Prepaid', figures, policy, [prepaid, expense], isReversed, `Prepaid ${period}`),
    ...entry(
      'Exchange',
      figures,
      policy,
      [exchange, expense],
      false,
      `Exchange difference ${period}`,
    ),
  ]);
}

/** What an entry moves for one study under a posting mode. */
export function entryAmount(
  entry: Entry,
  figures: StudyFigures,
  mode: AccrualPolicy['journalMode'],
): Decimal {
  if (entry === 'Exchange') return figures.exchange;
  const closing = entry === 'Accrual' ? figures.closing : figures.prepaid;
  const opening = entry === 'Accrual' ? figures.opening : figures.openingPrepaid;
  return mode === 'LTD delta' ? closing.minus(opening) : closing;
}

export function debitOf({ side, amount }: JournalLine): Decimal {
  return side === 'debit' ? amount.floored() : amount.negated().floored();
}

export function creditOf({ side, amount }: JournalLine): Decimal {
  return side === 'credit' ? amount.floored() : amount.negated().floored();
}

function entry(
  name: Entry,
  figures: StudyFigures,
  policy: AccrualPolicy,
  [debited, credited]: readonly [Account, Account],
  isReversed: boolean,
  text: string,
): JournalLine[] {
  const amount = entryAmount(name, figures, policy.journalMode);
  if (amount.isZero()) return [];
  const line = { entry: name, study: figures.study, amount, isReversed, text };
  return [
    { ...line, account: debited, side: 'debit' },
    { ...line, account: credited, side: 'credit' },
  ];
}
