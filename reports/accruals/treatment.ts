import type { Decimal } from '../decimal.ts';
import { lineKey } from './line-key.ts';
import type { Invoice } from './marts.ts';

/** What an invoice does to the liability. */
export type Treatment = 'Counted' | 'Duplicate' | 'Cancelled' | 'Not posted' | 'No contract line';

/** Whether an invoice is a posted claim of its own: not a second copy, not cancelled. */
export function isBooked(invoice: Invoice): boolean {
  return withdrawal(invoice) === null;
}

/** What an invoice bills for work: its amount without tax that is got back. */
export const netOf = ({ amount, recoverableTax }: Invoice): Decimal => amount.minus(recoverableTax);

/** Decides per invoice: only a booked one of a contract line reduces a liability. */
export function treatmentOf(
  lines: readonly { readonly contract: string; readonly currency: string }[],
): (invoice: Invoice) => Treatment {
  const keys = new Set(lines.map((line) => lineKey(line.contract, line.currency)));
  return (invoice) =>
    withdrawal(invoice) ??
    (keys.has(lineKey(invoice.contract, invoice.currency)) ? 'Counted' : 'No contract line');
}

function withdrawal({ isCancelled, isDuplicate, period }: Invoice): Treatment | null {
  if (isCancelled) return 'Cancelled';
  if (isDuplicate) return 'Duplicate';
  return period === '' ? 'Not posted' : null;
}
