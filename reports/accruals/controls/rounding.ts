import { Decimal } from '../../decimal.ts';
import { column } from '../../workbook/listing.ts';
import type { Control } from '../control.ts';
import { type AccrualFigures, totalOf } from '../figures.ts';
import type { Layouts } from '../layout.ts';
import { amountInWords } from '../phrase.ts';

const halfCent = Decimal.parse('0.005');

/**
 * The liability beside the warehouse's, which converts without rounding to the cent: it explains why
 * a dashboard shows another last digit, and never blocks.
 */
export function roundingControl(
  { lines, policy }: AccrualFigures,
  { converted }: Layouts,
): Control {
  const unit = policy.functionalCurrency;
  const common = {
    id: 'C19',
    title: 'Only rounding separates the workbook from the query metric accrued_liability',
    owner: 'Clinical finance',
  };
  const latest = lines.flatMap(({ line }) => line.history.slice(-1));
  const isComparable = latest.every(
    (row) => row.closingReporting !== null && row.reportingCurrency === unit,
  );
  if (!isComparable || latest.length === 0) {
    const reason = `The warehouse does not convert every contract of the period to ${unit}.`;
    return { ...common, kind: 'out_of_scope', reason };
  }
  const closing = totalOf(lines, (line) => line.closing);
  const unrounded = Decimal.sum(latest.map((row) => row.closingReporting ?? Decimal.zero));
  const difference = closing.minus(unrounded);
  return {
    ...common,
    kind: 'evaluated',
    isMoney: true,
    left: {
      label: `Closing liability, each contract rounded to the cent before adding, ${unit}`,
      value: closing,
      formula: `ROUND(SUM(${column(converted, 'closing')}),2)`,
    },
    right: { label: `Warehouse, unrounded, ${unit}`, value: unrounded.round(4) },
    informs: {
      label: 'Half a cent per contract',
      value: halfCent.times(Decimal.of(lines.length)),
      formula: `0.005*COUNTA(${column(converted, 'line')})`,
    },
    finding: `The difference of ${amountInWords(difference, unit)} is more than rounding explains: the warehouse may convert at another day's rate`,
    evidence:
      'The workbook rounds each contract to the cent before adding, the warehouse does not; tolerance half a cent per contract. For information: never blocks',
  };
}
