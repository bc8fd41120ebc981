import { numberIn, textIn } from '../../wire/cells.ts';
import type { Row } from '../../wire/types.ts';

const levels = ['study', 'country', 'site'];

/** Most milestones below the leading level that the chart has room for. */
const room = 24;

function slip(row: Row): number {
  return numberIn(row.slip_days) ?? Number.NEGATIVE_INFINITY;
}

/**
 * The milestones worth a line in the chart, in the order given: those of the highest level there is,
 * every one past due, and the one that slipped most. Beyond `room` the smaller slips are left out.
 */
export function drawnMilestones(rows: readonly Row[]): Row[] {
  const top = levels.find((level) => rows.some((row) => textIn(row.milestone_level) === level));
  const isLeading = (row: Row) => textIn(row.milestone_level) === top;
  const largest = Math.max(...rows.map(slip));
  const notable = rows
    .filter((row) => !isLeading(row) && (row.is_past_due === true || slip(row) === largest))
    .sort((a, b) => slip(b) - slip(a));
  const picked = new Set(notable.slice(0, room));
  return rows.filter((row) => picked.has(row) || isLeading(row));
}
