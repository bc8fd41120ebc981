import type { Cell } from '../wire/types.ts';
import { groupDecimal } from './decimal.ts';

const units = [
  [1e9, 'bn'],
  [1e6, 'm'],
  [1e3, 'k'],
] as const;

/** `EUR 1,234,567.00`, every digit of the amount kept to the cent. */
export function money(amount: Cell | undefined, currency: string, places = 2): string | undefined {
  if (amount === null || amount === undefined || typeof amount === 'boolean') return undefined;
  return `${currency} ${groupDecimal(String(amount), places)}`;
}

/** `EUR 1.23 m`, for tiles and axes where the exact amount stands in the table beside. */
export function shortMoney(amount: number, currency: string): string {
  const [size, unit] = units.find(([limit]) => Math.abs(amount) >= limit) ?? [1, ''];
  const scaled = amount / size;
  const places = unit === '' || Math.abs(scaled) >= 100 ? 0 : Math.abs(scaled) >= 10 ? 1 : 2;
  return [currency, scaled.toFixed(places), unit].filter((part) => part !== '').join(' ');
}

const compact = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });

/** `1.5m`, for the ticks of an axis whose label names the currency. */
export function tickMoney(amount: number): string {
  return compact.format(amount).toLowerCase();
}
