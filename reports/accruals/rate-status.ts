import type { CurrencyRates } from './exchange.ts';

export type RateStatus = 'OK' | 'STALE' | 'MISSING';

/** Whether a currency can be converted at a period's end with rates of that period. */
export function rateStatus(rates: CurrencyRates, periodEnd: string, maxAge: number): RateStatus {
  if (rates.average === null || rates.closing === null) return 'MISSING';
  const days = (Date.parse(periodEnd) - Date.parse(rates.closing.published)) / 86_400_000;
  return days <= maxAge ? 'OK' : 'STALE';
}
