import { Decimal } from '../../decimal.ts';
import { column } from '../../workbook/listing.ts';
import type { Control } from '../control.ts';
import { type AccrualFigures, totalOf } from '../figures.ts';
import type { Layouts } from '../layout.ts';
import { amountInWords } from '../phrase.ts';

/**
 * The ledger's account against the workbook: after posting, its balance is the closing liability;
 * while the period has no balance of the account yet, last period's must be the opening.
 */
export function ledgerControl(figures: AccrualFigures, { converted }: Layouts): Control {
  const { lines, marts, period, policy } = figures;
  const { code } = policy.accounts.liability;
  const unit = policy.functionalCurrency;
  const common = {
    id: 'C6',
    title: `Trial balance of account ${code} agrees`,
    owner: 'General ledger',
  };
  const balanceOf = (month: string): Decimal | null => {
    const rows = marts.balances.filter((row) => row.account === code && row.period === month);
    if (rows.length === 0 || rows.some((row) => (row.currency ?? unit) !== unit)) return null;
    return Decimal.sum(rows.map((row) => row.amount)).negated();
  };
  const now = balanceOf(period.name);
  const before = balanceOf(period.previous);
  if (now === null && before === null) {
    const reason = `No trial balance of account ${code} in ${unit} for ${period.name} or ${period.previous}; load the ledger's trial balance.`;
    return { ...common, kind: 'not_evaluated', reason };
  }
  const key = now === null ? 'opening' : 'closing';
  const liability = totalOf(lines, (line) => line[key]);
  const balance = now ?? before ?? Decimal.zero;
  return {
    ...common,
    kind: 'evaluated',
    isMoney: true,
    left: {
      label: `${now === null ? 'Opening' : 'Closing'} liability, ${unit}`,
      value: liability,
      formula: `ROUND(SUM(${column(converted, key)}),2)`,
    },
    right: {
      label: `Credit balance of ${now === null ? period.previous : period.name}, ${unit}`,
      value: balance,
    },
    finding: `Account ${code} holds ${amountInWords(balance, unit)}, ${amountInWords(balance.minus(liability), unit)} more than the workbook's ${key} liability`,
    evidence:
      now === null
        ? `The ledger has no balance of ${code} for ${period.name} yet; last period's must be the opening`
        : 'Trial balance after the month-end entries',
  };
}
