import { Decimal } from '../decimal.ts';
import type { Period } from '../period.ts';
import type { DetailLine } from './detail.ts';
import { lineId, lineKey } from './line-key.ts';
import type { AccrualMarts, ContractPeriod, Invoice } from './marts.ts';
import { isBooked, netOf } from './treatment.ts';

/** One contract and currency from last closing to this one, in transaction currency. */
export type RollForwardLine = {
  readonly id: string;
  readonly study: string;
  readonly site: string | null;
  readonly contract: string;
  readonly currency: string;
  readonly opening: Decimal;
  readonly openingPrepaid: Decimal;
  readonly expense: Decimal;
  /** Work of earlier months first entered in the period. */
  readonly lateEntries: Decimal;
  /** Change of earlier work already entered: caps, amended rates, withdrawn events. */
  readonly repriced: Decimal;
  readonly trueUp: Decimal;
  readonly invoiced: Decimal;
  readonly reclass: Decimal;
  readonly closing: Decimal;
  readonly closingPrepaid: Decimal;
  readonly priorEarned: Decimal;
  readonly earnedToDate: Decimal;
  readonly invoicedToDate: Decimal;
  readonly detailLiability: Decimal;
  readonly difference: Decimal;
  readonly holdback: Decimal;
  readonly priorClosing: Decimal;
  readonly openingDifference: Decimal;
  /** Rows of Site detail, the one saying "no activity" included. */
  readonly detailRows: number;
  /** Every period of the contract up to this one, oldest first. */
  readonly history: readonly ContractPeriod[];
};

export function rollForward(
  marts: AccrualMarts,
  detail: readonly DetailLine[],
  period: Period,
): readonly RollForwardLine[] {
  const works = groupBy(detail, ({ earned }) => lineKey(earned.contract, earned.currency));
  const bills = groupBy(marts.invoices.filter(isBooked), (bill) =>
    lineKey(bill.contract, bill.currency),
  );
  const histories = groupBy(marts.contracts, (row) => lineKey(row.contract, row.currency));
  return [...histories].map(([key, history], index) => ({
    id: lineId(index),
    ...toLine(history, works.get(key) ?? [], bills.get(key) ?? [], period),
  }));
}

function toLine(
  history: readonly ContractPeriod[],
  work: readonly DetailLine[],
  bills: readonly Invoice[],
  period: Period,
): Omit<RollForwardLine, 'id'> {
  const first = history[0];
  if (first === undefined) throw new RangeError('a contract has at least one period');
  const now = history.find((row) => row.period === period.name);
  const before = history.findLast((row) => row.period < period.name);
  const inBucket = (bucket: string): Decimal =>
    Decimal.sum(work.filter((line) => line.bucket === bucket).map((line) => line.cost));
  const priorClosing = before?.closing ?? Decimal.zero;
  const opening = now?.opening ?? priorClosing;
  const openingPrepaid = before?.prepaid ?? Decimal.zero;
  const expense = inBucket('Current');
  const lateEntries = inBucket('Prior period');
  const invoiced = Decimal.sum(bills.filter((bill) => bill.period === period.name).map(netOf));
  const earnedToDate = Decimal.sum(work.map((line) => line.cost));
  const priorEarned = before?.ltdEarned ?? Decimal.zero;
  const trueUp = earnedToDate.minus(priorEarned).minus(expense);
  const invoicedToDate = Decimal.sum(bills.map(netOf));
  const net = earnedToDate.minus(invoicedToDate);
  const closingPrepaid = net.negated().floored();
  const reclass = closingPrepaid.minus(openingPrepaid);
  const closing = opening.plus(expense).plus(trueUp).minus(invoiced).plus(reclass);
  const detailLiability = net.floored();
  return {
    study: first.study,
    site: first.site,
    contract: first.contract,
    currency: first.currency,
    opening,
    openingPrepaid,
    expense,
    lateEntries,
    repriced: trueUp.minus(lateEntries),
    trueUp,
    invoiced,
    reclass,
    closing,
    closingPrepaid,
    priorEarned,
    earnedToDate,
    invoicedToDate,
    detailLiability,
    difference: closing.minus(detailLiability),
    holdback: Decimal.sum(work.map((line) => line.holdback)),
    priorClosing,
    openingDifference: opening.minus(priorClosing),
    detailRows: Math.max(work.length, 1),
    history,
  };
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
