import { Decimal } from '../../decimal.ts';
import { column } from '../../workbook/listing.ts';
import type { BuildFacts } from '../build-facts.ts';
import type { Control } from '../control.ts';
import type { ControlTotals } from '../control-totals.ts';
import { type AccrualFigures, totalOf as totalOfLines } from '../figures.ts';
import { creditOf, debitOf, type JournalLine } from '../journal.ts';
import type { Layouts } from '../layout.ts';
import { amountInWords, amountsByCurrency, counted } from '../phrase.ts';
import type { RollForwardLine } from '../rollforward.ts';

/** Controls that the workbook's own sheets agree with each other and with the warehouse. */
export function tieControls(
  figures: AccrualFigures,
  totals: readonly ControlTotals[],
  journal: readonly JournalLine[],
  facts: BuildFacts,
  layout: Layouts,
): readonly Control[] {
  const { lines, period, policy } = figures;
  const later =
    facts.dataAsOf > period.end
      ? `; the data run to ${facts.dataAsOf}: build as of ${period.end} to see events as they stood`
      : '';
  const unit = policy.functionalCurrency;
  const owner = 'Clinical finance';
  const zero = { label: 'Nothing', value: Decimal.zero };
  const debit = Decimal.sum(journal.map(debitOf));
  const credit = Decimal.sum(journal.map(creditOf));
  const closing = totalOfLines(lines, (line) => line.closing);
  const apart = (difference: (row: ControlTotals) => Decimal): string =>
    amountsByCurrency(
      totals.map((row) => ({ currency: row.currency, amount: difference(row).abs() })),
    );
  const linesApart = (difference: (line: RollForwardLine) => Decimal): string => {
    const found = lines.filter(({ line }) => !difference(line).isZero());
    const amounts = found.map(({ line }) => ({
      currency: line.currency,
      amount: difference(line).abs(),
    }));
    return `on ${counted(found.length, 'contract line')} by ${amountsByCurrency(amounts)}`;
  };
  const accrued = Decimal.sum(
    journal
      .filter((line) => line.account.code === policy.accounts.liability.code)
      .map((line) => creditOf(line).minus(debitOf(line))),
  );
  const mustBe =
    policy.journalMode === 'LTD delta'
      ? closing.minus(totalOfLines(lines, (line) => line.opening))
      : closing;
  return [
    {
      kind: 'evaluated',
      id: 'C1',
      title: 'Site detail adds up to the warehouse control total',
      owner,
      isMoney: true,
      left: {
        label: 'Differences over all currencies, absolute',
        value: absolute(totals.map((row) => row.earned.minus(row.earnedWarehouse))),
        formula: absoluteSum(column(layout.totals, 'earnedDifference')),
      },
      right: zero,
      finding: `Earned on Site detail and in the warehouse differ by ${apart((row) => row.earned.minus(row.earnedWarehouse))}`,
      evidence: `Control totals, earned${later}`,
    },
    {
      kind: 'evaluated',
      id: 'C2',
      title: 'Closing of the roll-forward equals the liability by detail',
      owner,
      isMoney: true,
      left: {
        label: 'Differences over all lines, absolute',
        value: absolute(lines.map(({ line }) => line.difference)),
        formula: absoluteSum(column(layout.rollForward, 'difference')),
      },
      right: zero,
      finding: `Closing and detail differ ${linesApart((line) => line.difference)}`,
      evidence: 'Roll-forward, difference',
    },
    {
      kind: 'evaluated',
      id: 'C2a',
      title: 'Expense of the period equals that of the warehouse',
      owner,
      isMoney: true,
      left: {
        label: 'Differences over all currencies, absolute',
        value: absolute(totals.map((row) => row.expense.minus(row.expenseWarehouse))),
        formula: absoluteSum(column(layout.totals, 'expenseDifference')),
      },
      right: zero,
      finding: `Expense on Roll-forward and in the warehouse differs by ${apart((row) => row.expense.minus(row.expenseWarehouse))}`,
      evidence: `Control totals, expense${later}`,
    },
    {
      kind: 'evaluated',
      id: 'C3',
      title: 'Opening equals the closing of the last period',
      owner,
      isMoney: true,
      left: {
        label: 'Differences over all lines, absolute',
        value: absolute(lines.map(({ line }) => line.openingDifference)),
        formula: absoluteSum(column(layout.rollForward, 'openingDifference')),
      },
      right: zero,
      finding: `Opening and last closing differ ${linesApart((line) => line.openingDifference)}`,
      evidence: 'Roll-forward, opening difference; the last closing is that of the same warehouse',
    },
    {
      kind: 'evaluated',
      id: 'C4',
      title: 'Debits equal credits',
      owner,
      isMoney: true,
      left: {
        label: `Debits, ${unit}`,
        value: debit,
        formula: `ROUND(SUM(${column(layout.journal, 'debit')}),2)`,
      },
      right: {
        label: `Credits, ${unit}`,
        value: credit,
        formula: `ROUND(SUM(${column(layout.journal, 'credit')}),2)`,
      },
      finding: `Debits and credits differ by ${amountInWords(debit.minus(credit).abs(), unit)}`,
      evidence: 'Journal',
    },
    {
      kind: 'evaluated',
      id: 'C4a',
      title: 'Accrual entry equals the liability it must leave',
      owner,
      isMoney: true,
      left: {
        label: `Credited to ${policy.accounts.liability.code} net, ${unit}`,
        value: accrued,
        formula: `ROUND(SUMIFS(${column(layout.journal, 'credit')},${column(layout.journal, 'account')},"${policy.accounts.liability.code}")-SUMIFS(${column(layout.journal, 'debit')},${column(layout.journal, 'account')},"${policy.accounts.liability.code}"),2)`,
      },
      right: {
        label: `Closing liability${policy.journalMode === 'LTD delta' ? ' less opening' : ''}, ${unit}`,
        value: mustBe,
        formula: `ROUND(SUM(${column(layout.converted, 'closing')})-IF(journal_mode="LTD delta",SUM(${column(layout.converted, 'opening')}),0),2)`,
      },
      finding: `The entry and the liability differ by ${amountInWords(accrued.minus(mustBe).abs(), unit)}`,
      evidence: `Journal against ${layout.converted.sheet}`,
    },
  ];
}

function absolute(differences: readonly Decimal[]): Decimal {
  return Decimal.sum(differences.map((difference) => difference.abs()));
}

/** Sum of absolute values without an array formula. */
export function absoluteSum(range: string): string {
  return `ROUND(SUMIF(${range},">0")-SUMIF(${range},"<0"),4)`;
}
