import { expect, test } from 'vitest';
import { openingPrepaidOf } from '../../../reports/accruals/conversion.ts';
import type { Exchange } from '../../../reports/accruals/exchange.ts';
import type { ContractPeriod } from '../../../reports/accruals/marts.ts';
import type { RollForwardLine } from '../../../reports/accruals/rollforward.ts';
import { Decimal } from '../../../reports/decimal.ts';

const zero = Decimal.zero;

function lineWith(prepaid: Readonly<Record<string, string>>): RollForwardLine {
  const history = Object.entries(prepaid).map(
    ([period, amount]): ContractPeriod => ({
      study: 'S',
      site: null,
      contract: 'C',
      currency: 'USD',
      period,
      opening: zero,
      closing: zero,
      prepaid: Decimal.parse(amount),
      expense: zero,
      ltdEarned: zero,
      ltdInvoiced: zero,
      closingReporting: null,
      reportingCurrency: null,
    }),
  );
  return {
    id: 'L0001',
    study: 'S',
    site: null,
    contract: 'C',
    currency: 'USD',
    opening: zero,
    openingPrepaid: zero,
    expense: zero,
    lateEntries: zero,
    repriced: zero,
    trueUp: zero,
    invoiced: zero,
    reclass: zero,
    closing: zero,
    closingPrepaid: zero,
    priorEarned: zero,
    earnedToDate: zero,
    invoicedToDate: zero,
    detailLiability: zero,
    difference: zero,
    holdback: zero,
    priorClosing: zero,
    openingDifference: zero,
    detailRows: 1,
    history,
  };
}

function averages(rates: Readonly<Record<string, string>>): Exchange {
  return {
    currencies: [],
    ratesOf: (currency) => ({ currency, closing: null, average: null, priorClosing: null }),
    averageIn: (_currency, month) => {
      const rate = rates[month];
      return rate === undefined ? null : Decimal.parse(rate);
    },
  };
}

test('an advance is kept at the weighted rate of the months it was paid in', () => {
  const line = lineWith({
    '2025-11': '1000',
    '2025-12': '3000',
    '2026-01': '1500',
    '2026-02': '0',
  });
  const rates = averages({
    '2025-11': '1.25',
    '2025-12': '1.00',
    '2026-01': '1.10',
    '2026-02': '1.20',
  });
  // 1,000 / 1.25 = 800; + 2,000 / 1.00 = 2,800; half of it released = 1,400; then nothing
  expect(openingPrepaidOf(line, rates, '2025-12')?.toString()).toBe('800');
  expect(openingPrepaidOf(line, rates, '2026-01')?.toString()).toBe('2800');
  expect(openingPrepaidOf(line, rates, '2026-02')?.toString()).toBe('1400');
  expect(openingPrepaidOf(line, rates, '2026-03')?.toString()).toBe('0');
});

test('without the rate of a month with an advance there is no amount', () => {
  const line = lineWith({ '2025-11': '0', '2025-12': '10' });
  expect(openingPrepaidOf(line, averages({}), '2025-12')?.toString()).toBe('0');
  expect(openingPrepaidOf(line, averages({}), '2026-01')).toBeNull();
});
