import { Decimal } from '../decimal.ts';
import { monthOf, type Period } from '../period.ts';
import type { MartReader } from './reader.ts';
import { amountIn, dateIn, requiredText } from './value.ts';

export type Rate = {
  /** Units of the currency for one unit of functional currency. */
  readonly rate: Decimal;
  /** The day the rate was published; earlier than its own day where it was carried forward. */
  readonly published: string;
};

/** Rates of one currency for a period. A missing rate stays missing: it is never taken as 1. */
export type CurrencyRates = {
  readonly currency: string;
  readonly closing: Rate | null;
  readonly average: Rate | null;
  readonly priorClosing: Rate | null;
};

export type Exchange = {
  /** Those of the contracts and events accrued. */
  readonly currencies: readonly CurrencyRates[];
  /** Rates of any currency that was asked for. */
  ratesOf(currency: string): CurrencyRates;
  /** Average rate of any month up to the period. */
  averageIn(currency: string, month: string): Decimal | null;
};

/**
 * Closing and average rates of every currency used, and of others that are only named, from
 * marts.fx_rates.
 */
export async function readExchange(
  reader: MartReader,
  period: Period,
  functional: string,
  currencies: readonly string[],
  others: readonly string[],
): Promise<Exchange> {
  const asked = [...new Set([...currencies, ...others])].sort();
  const foreign = asked.filter((currency) => currency !== functional);
  const rates = new Map<string, Rate>();
  if (foreign.length > 0) {
    const rows = await reader.list('fx_rates', columns, filters(functional, foreign, period), [
      'rate_type',
      'quote_currency',
      'rate_date',
    ]);
    for (const row of rows) {
      const day = dateIn(row, 'rate_date') ?? '';
      const key = keyOf(
        requiredText(row, 'rate_type'),
        requiredText(row, 'quote_currency'),
        monthOf(day),
      );
      rates.set(key, { rate: amountIn(row, 'rate'), published: dateIn(row, 'source_date') ?? day });
    }
  }
  const unit = (day: string): Rate => ({ rate: Decimal.one, published: day });
  const find = (type: string, currency: string, month: string, day: string): Rate | null =>
    currency === functional ? unit(day) : (rates.get(keyOf(type, currency, month)) ?? null);
  const priorEnd = `${period.previous}-01`;
  const byCurrency = new Map(
    asked.map((currency) => [
      currency,
      {
        currency,
        closing: find('closing', currency, period.name, period.end),
        average: find('average', currency, period.name, period.end),
        priorClosing: find('closing', currency, period.previous, priorEnd),
      },
    ]),
  );
  return {
    currencies: [...byCurrency.values()].filter(({ currency }) => currencies.includes(currency)),
    ratesOf: (currency) =>
      byCurrency.get(currency) ?? { currency, closing: null, average: null, priorClosing: null },
    averageIn: (currency, month) => find('average', currency, month, month)?.rate ?? null,
  };
}

const columns = [
  'rate_type',
  'base_currency',
  'quote_currency',
  'rate_date',
  'rate',
  'source_date',
];

function filters(functional: string, foreign: readonly string[], period: Period) {
  return [
    { dimension: 'rate_type', op: 'in' as const, values: ['closing', 'average'] },
    { dimension: 'base_currency', op: '=' as const, values: [functional] },
    { dimension: 'quote_currency', op: 'in' as const, values: [...foreign] },
    { dimension: 'rate_date', op: '<=' as const, values: [period.end] },
  ];
}

function keyOf(type: string, currency: string, month: string): string {
  return `${type} ${currency} ${month}`;
}
