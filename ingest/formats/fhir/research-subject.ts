import { type Field, text } from '../field.ts';
import { cellText, isObject, type Json } from '../json-tree.ts';
import { at, items } from '../pluck.ts';
import { type Child, child } from './child.ts';
import { coded, period, reference } from './field.ts';

/** R5 words of `status`, which tell of the record and nothing of the subject. */
const PUBLICATION = new Set(['draft', 'active', 'retired', 'unknown']);

const stateOf = (progress: Json) => ({
  code:
    cellText(at(progress, 'subjectState', 'coding', 0, 'code')) ??
    cellText(at(progress, 'subjectState', 'text')),
  start: cellText(at(progress, 'startDate')),
  isOpen: cellText(at(progress, 'endDate')) === null,
});

/**
 * Where the subject stands: R4's `status`; in R5 the `progress` with a state that has not ended and began last (as text,
 * the later delivered of two equal ones), or else, where all have ended, the one that began last.
 */
export const subjectState: Field = {
  columns: ['subject_state', 'subject_state_start'],
  take: (subject) => {
    const states = items(subject, 'progress')
      .map(stateOf)
      .filter((state) => state.code !== null);
    const open = states.filter((state) => state.isOpen);
    const among = open.length > 0 ? open : states;
    const [first, ...others] = among;
    if (!first) {
      const status = cellText(at(subject, 'status'));
      return [status !== null && PUBLICATION.has(status) ? null : status, null];
    }
    const last = others.reduce(
      (latest, state) => ((state.start ?? '') >= (latest.start ?? '') ? state : latest),
      first,
    );
    return [last.code, last.start];
  },
};

export const RESEARCH_SUBJECT: readonly Field[] = [
  text('status', 'status'),
  period('period', 'period'),
  reference('study', 'study'),
  reference('subject', 'individual', 'subject'),
  text('assigned_arm', 'assignedArm', 'assignedComparisonGroup'),
  text('actual_arm', 'actualArm', 'actualComparisonGroup', 'comparisonGroup'),
  reference('consent', 'consent'),
];

const PROGRESS = child(
  'research_subject_progress',
  ['progress'],
  'research_subject_id',
  [
    text('identifier_value', 'identifier.0.value'),
    text('last_updated', 'meta.lastUpdated'),
    text('status', 'status'),
    reference('study', 'study'),
    reference('subject', 'subject', 'individual'),
  ],
  [
    coded('type', 'type'),
    coded('subject_state', 'subjectState'),
    coded('milestone', 'milestone'),
    coded('reason', 'reason'),
    text('start_date', 'startDate'),
    text('end_date', 'endDate'),
  ],
);

const SEQUENCE = PROGRESS.columns.indexOf('sequence');

/** One row a state; where there is only the present state, one row of sequence 0 that holds it. */
export const RESEARCH_SUBJECT_CHILDREN: readonly Child[] = [
  {
    ...PROGRESS,
    rows: (subject) => {
      if (items(subject, 'progress').length > 0 || !isObject(subject))
        return PROGRESS.rows(subject);
      const state = subjectState.take(subject)[0] ?? null;
      const present = new Map([['subjectState', state]]);
      const [row = []] = PROGRESS.rows(new Map([...subject, ['progress', [present]]]));
      return [row.map((cell, index) => (index === SEQUENCE ? '0' : cell))];
    },
  },
];
