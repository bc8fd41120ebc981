import { Decimal } from '../decimal.ts';
import { monthOf } from '../period.ts';
import type { Exchange } from './exchange.ts';
import type { RollForwardLine } from './rollforward.ts';

/** A roll-forward line in functional currency; null amounts mean that a rate is missing. */
export type ConvertedLine = {
  readonly opening: Decimal;
  readonly expense: Decimal;
  readonly trueUp: Decimal;
  readonly invoiced: Decimal;
  readonly openingPrepaid: Decimal;
  readonly closingPrepaid: Decimal;
  readonly reclass: Decimal;
  readonly exchange: Decimal;
  readonly closing: Decimal;
  readonly holdback: Decimal;
};

/** Decimals of functional currency (EUR). */
export const functionalScale = 2;

/** Converts one line, or null where a rate that it needs is missing. */
export function convert(
  line: RollForwardLine,
  exchange: Exchange,
  openingPrepaid: Decimal | null,
): ConvertedLine | null {
  const { closing, average, priorClosing } = exchange.ratesOf(line.currency);
  if (closing === null || average === null || openingPrepaid === null) return null;
  if (priorClosing === null && !line.opening.isZero()) return null;
  const atAverage = (amount: Decimal): Decimal => inFunctional(amount, average.rate);
  const opening =
    priorClosing === null ? Decimal.zero : inFunctional(line.opening, priorClosing.rate);
  const expense = atAverage(line.expense);
  const trueUp = atAverage(line.trueUp);
  const invoiced = atAverage(line.invoiced);
  const closingPrepaid = carryPrepaid(
    { amount: line.openingPrepaid, functional: openingPrepaid },
    line.closingPrepaid,
    average.rate,
  );
  const reclass = closingPrepaid.minus(openingPrepaid);
  const closingFunctional = inFunctional(line.closing, closing.rate);
  const moved = opening.plus(expense).plus(trueUp).minus(invoiced).plus(reclass);
  return {
    opening,
    expense,
    trueUp,
    invoiced,
    openingPrepaid,
    closingPrepaid,
    reclass,
    exchange: closingFunctional.minus(moved),
    closing: closingFunctional,
    holdback: inFunctional(line.holdback, closing.rate),
  };
}

/** Historical cost, in functional currency, of the prepayment that a contract opens the period with. */
export function openingPrepaidOf(
  line: RollForwardLine,
  exchange: Exchange,
  period: string,
): Decimal | null {
  let amount = Decimal.zero;
  let functional = Decimal.zero;
  for (const row of line.history.filter((past) => past.period < period)) {
    const average = exchange.averageIn(line.currency, monthOf(row.period));
    if (average === null && !row.prepaid.isZero()) return null;
    functional =
      average === null ? Decimal.zero : carryPrepaid({ amount, functional }, row.prepaid, average);
    amount = row.prepaid;
  }
  return functional;
}

/** A rise is priced at the month's average; a fall releases cost in proportion. */
function carryPrepaid(
  before: { readonly amount: Decimal; readonly functional: Decimal },
  after: Decimal,
  average: Decimal,
): Decimal {
  if (after.compare(before.amount) >= 0) {
    return before.functional.plus(inFunctional(after.minus(before.amount), average));
  }
  return before.functional.times(after).dividedBy(before.amount, functionalScale);
}

export function inFunctional(amount: Decimal, rate: Decimal): Decimal {
  return amount.dividedBy(rate, functionalScale);
}
