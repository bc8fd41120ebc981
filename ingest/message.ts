import type { Plan } from './compile/plan.ts';
import type { Refusal } from './compile/write.ts';

const times = (rows: number): string => (rows === 1 ? '1 row' : `${rows} rows`);

/** One sentence per rule and column broken: file, first row, column, rule, what to do. */
export const refusalSentence = (plan: Plan, refusal: Refusal, loadId: string): string => {
  const column = refusal.column === '' ? '' : `, column ${refusal.column}`;
  const more = refusal.rows > 1 ? ` (and ${times(refusal.rows - 1)} more)` : '';
  return `${plan.label}, row ${refusal.firstRow}${column}: ${refusal.reason} (${refusal.rule})${more}; ${times(refusal.rows)} in quarantine of lake/${plan.contract.feed}/load=${loadId}, correct at the source and deliver again.`;
};

export const droppedSentence = (plan: Plan): string =>
  `${plan.label}: dropped ${plan.dropped.join(', ')}, which ${plan.contract.feed} does not allow (profile ${plan.mapping.profile}).`;

export const alreadyLoadedSentence = (label: string, feed: string, loadId: string): string =>
  `${label}: already loaded into ${feed} as ${loadId}; nothing was written.`;

export const ignoredSentence = (label: string, why: string): string =>
  `${label}: ignored, it ${why}.`;
