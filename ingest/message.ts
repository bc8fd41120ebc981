import { type AppliedConstant, isSettable } from './compile/constants.ts';
import type { Plan } from './compile/plan.ts';
import type { Refusal } from './compile/refusals.ts';
import type { Held } from './held.ts';

const such = (rows: number): string => (rows === 1 ? '1 such row is' : `${rows} such rows are`);

/** One sentence per rule and column broken: file, first row, column, rule, what to do. */
export const refusalSentence = (plan: Plan, refusal: Refusal, loadId: string): string => {
  const column = refusal.column === '' ? '' : `, column ${refusal.column}`;
  return `${plan.label}, row ${refusal.firstRow}${column}: ${refusal.reason} (rule ${refusal.rule}); ${such(refusal.rows)} in lake/${plan.contract.feed}/load=${loadId}/rejected.parquet; correct at the source and deliver again.`;
};

const NAMED = 12;

/** The first names, and how many more; all of them stand in load.json. */
export const named = (names: readonly string[]): string => {
  const more = names.length - NAMED;
  const shown = names.slice(0, NAMED).join(', ');
  return more > 0 ? `${shown} and ${more} more (all in load.json)` : shown;
};

export const droppedSentence = (plan: Plan): string =>
  `${plan.label}: dropped ${named(plan.dropped)}, which ${plan.contract.feed} does not allow (profile ${plan.mapping.profile}).`;

const redo = (loadId: string): string =>
  `portolan loads retract ${loadId} --why ... and deliver the file again with`;

/** A key or required column that the file does not hold: its value, who gave it, and how to give another. */
export const constantSentence = (plan: Plan, one: AppliedConstant, loadId: string): string => {
  const { feed } = plan.contract;
  const { profile, reading } = plan.mapping;
  const { column, value } = one;
  const taken = `${plan.label}: ${feed} takes ${column} ${value} for every row, not from the file but from`;
  const another = `${redo(loadId)} --set ${column}=...`;
  if (one.given_by === 'set') {
    const declared = reading.constants?.[column];
    const instead =
      declared === undefined
        ? `what profile ${profile} reads in the file's name`
        : `${declared}, the constant of profile ${profile}`;
    return `${taken} --set ${column}=${value}, in place of ${instead}; if these rows belong elsewhere, ${another}.`;
  }
  if (one.given_by === 'file') {
    return `${taken} its name, as profile ${profile} reads it; if these rows belong elsewhere, ${another}.`;
  }
  const planned = plan.columns.find((each) => each.column.name === column);
  return planned && !isSettable(planned)
    ? `${taken} the mapping of profile ${profile}; if these rows belong elsewhere, correct that mapping.`
    : `${taken} the constant of profile ${profile}; if these rows belong elsewhere, ${another}.`;
};

/** The same content was asked for again with another constant than the one it was loaded with. */
export const notSetSentence = (
  label: string,
  feed: string,
  loadId: string,
  was: AppliedConstant,
  now: string,
): string =>
  `${label}: --set ${was.column}=${now} was not applied, ${feed} holds this file with ${was.column} ${was.value}; to replace it, ${redo(loadId)} --set ${was.column}=${now}.`;

export const alreadyLoadedSentence = (label: string, feed: string, loadId: string): string =>
  `${label}: already loaded into ${feed} as ${loadId}; nothing was written.`;

/** Content that another load had replaced was delivered again, later: the source is back at it. */
export const returnedSentence = (plan: Plan, back: Held, loadId: string): string =>
  `${plan.label}: holds what load ${back.record.load_id} held and load ${back.replacedBy} had replaced, so ${plan.contract.feed} is back at it; if this file is an old one, portolan loads retract ${loadId} --why ....`;

export const ignoredSentence = (label: string, why: string): string =>
  `${label}: ignored, it ${why}.`;

export const unclaimedSentence = (label: string, tables: readonly string[]): string =>
  tables.length === 1
    ? `${label}: ignored table ${tables[0]}, which no profile reads; add an entry that matches it if its rows are wanted.`
    : `${label}: ignored ${tables.length} tables that no profile reads: ${tables.join(', ')}; add entries that match them if their rows are wanted.`;

export const strayRowsSentence = (
  label: string,
  strays: number,
  rows: number,
  profile: string,
): string => `${label}: ${strays} of ${rows} rows are of no feed of profile ${profile}.`;

export const twiceEncodedSentence = (label: string): string =>
  `${label}: letters were encoded twice before it was written, so that one shows as two others; ask the sender to export it again as UTF-8.`;
