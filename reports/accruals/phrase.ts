import { Decimal } from '../decimal.ts';

/** An amount as a sentence has it: `12,345.60 USD`; decimals beyond the cent are kept. */
export function amountInWords(amount: Decimal, currency: string): string {
  const [whole = '0', fraction = ''] = amount.abs().toString().split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = amount.compare(Decimal.zero) < 0 ? '-' : '';
  return `${sign}${grouped}.${fraction.padEnd(2, '0')} ${currency}`;
}

/** Amounts added up per currency, those of nothing left out: `1,260.00 EUR and 20.00 USD`. */
export function amountsByCurrency(
  items: readonly { readonly currency: string; readonly amount: Decimal }[],
): string {
  const currencies = [...new Set(items.map(({ currency }) => currency))].sort();
  return listed(
    currencies
      .map((currency) => ({
        currency,
        amount: Decimal.sum(
          items.filter((item) => item.currency === currency).map((item) => item.amount),
        ),
      }))
      .filter(({ amount }) => !amount.isZero())
      .map(({ amount, currency }) => amountInWords(amount, currency)),
  );
}

/** `1 event`, `3 events`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
