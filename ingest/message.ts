import type { Plan } from './compile/plan.ts';
import type { Refusal } from './compile/write.ts';

const such = (rows: number): string => (rows === 1 ? '1 such row is' : `${rows} such rows are`);

/** One sentence per rule and column broken: file, first row, column, rule, what to do. */
export const refusalSentence = (plan: Plan, refusal: Refusal, loadId: string): string => {
  const column = refusal.column === '' ? '' : `, column ${refusal.column}`;
  return `${plan.label}, row ${refusal.firstRow}${column}: ${refusal.reason} (rule ${refusal.rule}); ${such(refusal.rows)} in lake/${plan.contract.feed}/load=${loadId}/rejected.parquet; correct at the source and deliver again.`;
};

const NAMED = 12;

/** The first names, and how many more; all of them stand in load.json. */
const named = (names: readonly string[]): string => {
  const more = names.length - NAMED;
  const shown = names.slice(0, NAMED).join(', ');
  return more > 0 ? `${shown} and ${more} more (all in load.json)` : shown;
};

export const droppedSentence = (plan: Plan): string =>
  `${plan.label}: dropped ${named(plan.dropped)}, which ${plan.contract.feed} does not allow (profile ${plan.mapping.profile}).`;

export const alreadyLoadedSentence = (label: string, feed: string, loadId: string): string =>
  `${label}: already loaded into ${feed} as ${loadId}; nothing was written.`;

export const ignoredSentence = (label: string, why: string): string =>
  `${label}: ignored, it ${why}.`;
