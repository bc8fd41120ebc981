import type { Measure } from '../definitions/model.ts';
import { QueryError } from '../errors.ts';
import { expressionClasses, martAccess } from './classes.ts';
import { isGranted, type Viewer } from './viewer.ts';

/** Fewest subjects that a number may rest on for who may not see subjects, unless it is set otherwise. */
export const defaultSmallestCell = 5;

/**
 * The fewest subjects that a number may rest on: `PORTOLAN_SMALLEST_CELL`, 1 for no limit.
 *
 * @throws QueryError SETTING_INVALID when it is set to something else than a whole number from 1 to 1000.
 */
export function smallestCellOf(environment: NodeJS.ProcessEnv): number {
  const text = environment.PORTOLAN_SMALLEST_CELL ?? '';
  if (text === '') return defaultSmallestCell;
  const number = Number(text);
  if (/^\d{1,4}$/.test(text) && number >= 1 && number <= 1000) return number;
  throw new QueryError(
    'SETTING_INVALID',
    'PORTOLAN_SMALLEST_CELL is the fewest subjects that a number may rest on: a whole number from 1 to 1000.',
  );
}

const counts: ReadonlySet<Measure['agg']> = new Set(['count', 'count_distinct', 'sum_boolean']);

/** Whether a measure only counts who came, without looking at what is classified but who it was. */
function isTally(mart: string, subject: string, { agg, expr }: Measure): boolean {
  if (!counts.has(agg)) return false;
  const looked = expr.replaceAll(new RegExp(`\\b${subject}\\b`, 'gi'), '');
  return !expressionClasses(mart, looked).includes('subject_level');
}

/** The column that names the subjects which a measure rests on, where few of them are not shown to the viewer. */
export function guardedBy(mart: string, measure: Measure, viewer: Viewer): string | undefined {
  const access = martAccess[mart];
  if (access?.subject === undefined || isGranted(viewer, ['subject_level'])) return undefined;
  if (access.isTally && isTally(mart, access.subject, measure)) return undefined;
  return access.subject;
}
