import { Decimal } from '../decimal.ts';
import { monthOf, type Period } from '../period.ts';
import type { EarnedCost } from './marts.ts';
import { minorUnitsOf } from './policy.ts';

export type Bucket = 'Brought forward' | 'Current' | 'Prior period' | 'No activity';

/** A priced event with the figures that the Site detail sheet recomputes by formula. */
export type DetailLine = {
  readonly earned: EarnedCost;
  readonly bucket: Bucket;
  readonly minorUnits: number;
  readonly gross: Decimal;
  readonly vat: Decimal;
  /** Gross and the tax that is not recovered. */
  readonly cost: Decimal;
  readonly holdback: Decimal;
};

export function detailLine(earned: EarnedCost, period: Period): DetailLine {
  const minorUnits = minorUnitsOf(earned.currency ?? '');
  const gross = grossOf(earned, minorUnits);
  const kept = Decimal.one.minus(earned.vatRecoverable);
  const vat = gross.times(earned.vat).times(kept).round(minorUnits);
  return {
    earned,
    bucket: bucketOf(earned, period),
    minorUnits,
    gross,
    vat,
    cost: gross.plus(vat),
    holdback: gross.times(earned.holdback).round(minorUnits),
  };
}

/** Quantity x rate x (1 + overhead); only a priced event costs anything. */
function grossOf(earned: EarnedCost, minorUnits: number): Decimal {
  if (earned.status !== 'priced' || earned.rate === null) return Decimal.zero;
  const factor = Decimal.one.plus(earned.overhead);
  return earned.quantity.times(earned.rate).times(factor).round(minorUnits);
}

/**
 * The month whose books work enters: that of its service date, or later, when it was entered late.
 * Work of unknown date is never put off.
 */
export function bookedIn(earned: EarnedCost): string {
  const service = monthOf(earned.serviceDate ?? '');
  const entered = monthOf(earned.enteredDate ?? '');
  return [service, entered].sort()[1] ?? service;
}

function bucketOf(earned: EarnedCost, period: Period): Bucket {
  if (bookedIn(earned) < period.name) return 'Brought forward';
  return monthOf(earned.serviceDate ?? period.name) < period.name ? 'Prior period' : 'Current';
}

/** A contract, or an active site, of which no event is known. */
export type IdleParty = {
  readonly study: string;
  readonly site: string | null;
  readonly contract: string | null;
  readonly currency: string | null;
};

/** The row that says that nothing was done, rather than leaving the party out. */
export function noActivity({ study, site, contract, currency }: IdleParty): DetailLine {
  return {
    bucket: 'No activity',
    minorUnits: minorUnitsOf(currency ?? ''),
    gross: Decimal.zero,
    vat: Decimal.zero,
    cost: Decimal.zero,
    holdback: Decimal.zero,
    earned: {
      study,
      country: null,
      site,
      contract,
      subject: null,
      visit: null,
      event: 'No activity to date',
      serviceDate: null,
      enteredDate: null,
      rateVersion: null,
      quantity: Decimal.zero,
      rate: null,
      overhead: Decimal.zero,
      vat: Decimal.zero,
      vatRecoverable: Decimal.zero,
      holdback: Decimal.zero,
      currency,
      status: 'no_activity',
      source: null,
    },
  };
}
