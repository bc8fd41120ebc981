import type { EnrollmentMonth } from '../charts/enrollment.ts';
import { monthOf, months } from '../format/date.ts';
import { numberIn, textIn } from '../wire/cells.ts';
import type { Row } from '../wire/types.ts';

interface Increment {
  readonly enrolled: number;
  readonly planned: number;
}

function incrementsOf(rows: readonly Row[]): Map<string, Increment> {
  const increments = new Map<string, Increment>();
  for (const row of rows) {
    const month = textIn(row.month);
    if (month === undefined) continue;
    increments.set(monthOf(month), {
      enrolled: numberIn(row.subjects_enrolled) ?? 0,
      planned: numberIn(row.planned_enrolled_total) ?? 0,
    });
  }
  return increments;
}

/**
 * Running totals by month from monthly increments, without gaps. What was enrolled ends with the
 * month of `asOf`; the plan starts and ends with its own months.
 */
export function cumulate(rows: readonly Row[], asOf: string): EnrollmentMonth[] {
  const increments = incrementsOf(rows);
  const known = [...increments.keys()].sort();
  const [first] = known;
  const now = monthOf(asOf);
  const last = [...known, now].sort().at(-1);
  if (first === undefined || last === undefined) return [];
  const planEnd = known.findLast((month) => (increments.get(month)?.planned ?? 0) > 0);
  let enrolled = 0;
  let planned = 0;
  return months(first, last).map((month) => {
    enrolled += increments.get(month)?.enrolled ?? 0;
    planned += increments.get(month)?.planned ?? 0;
    return {
      month,
      enrolled: month <= now ? enrolled : undefined,
      planned: planEnd !== undefined && month <= planEnd ? planned : undefined,
    };
  });
}

/** Subjects whose enrolment has no date: in the totals, in no month. */
export function undated(rows: readonly Row[]): number {
  const [row] = rows.filter((candidate) => textIn(candidate.month) === undefined);
  return numberIn(row?.subjects_enrolled) ?? 0;
}

export function isFlat(months: readonly EnrollmentMonth[]): boolean {
  return months.every(({ enrolled = 0, planned = 0 }) => enrolled === 0 && planned === 0);
}
