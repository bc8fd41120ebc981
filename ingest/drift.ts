import { join } from 'node:path';
import type { Written } from './compile/feed-writer.ts';
import type { Plan } from './compile/plan.ts';
import { type Engine, filePath, identifier } from './engine.ts';
import { typeChanged } from './errors.ts';
import type { LoadRecord } from './lake/record.ts';
import { named } from './message.ts';
import { nameKey } from './profiles/profile.ts';

const DAY = /\d{4}([-_.]?)\d{2}\1\d{2}([-_T ]?\d{4}(\d{2})?Z?)?/g;
const SERIAL = /[-_. ]*\d*(\.\w+)*$/;

/**
 * What stays the same in the name of a file from one delivery to the next: without days, times, the serial number at its end
 * and whether it holds changes. Its columns are compared with those of a file of the same name in this sense.
 */
export const lastingName = (label: string): string => {
  const folders = label.toLowerCase().replace(DAY, '').split('/');
  const file = (folders.pop() ?? '').replace(SERIAL, '').replace(/_updates$/, '');
  return [...folders, file].join('/');
};

/** How a file's columns differ from those of the delivery before it. */
export interface Changes {
  readonly earlier: string;
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

const without = (names: readonly string[], others: readonly string[]): readonly string[] => {
  const keys = new Set(others.map(nameKey));
  return names.filter((name) => !keys.has(nameKey(name)));
};

/** A header cell that was blank got the name of its place. */
const isUnnamed = (name: string): boolean => /^column\d+$/.test(name);

/**
 * The columns that are new and those that are gone since the delivery before, if there was one. A column without a name is
 * new where there was none before, and nobody misses it, nor one that was dropped.
 */
export const changesOf = (plan: Plan, earlier: LoadRecord | undefined): Changes | undefined => {
  const before = earlier?.delivered_columns;
  if (!earlier || !before) return undefined;
  const now = plan.header.map((column) => column.name);
  const hadUnnamed = before.some(isUnnamed);
  const missed = new Set([...before.filter(isUnnamed), ...earlier.dropped_columns]);
  const added = without(now, before).filter((name) => !(hadUnnamed && isUnnamed(name)));
  const gone = without(before, now).filter((name) => !missed.has(name));
  return added.length + gone.length > 0 ? { earlier: earlier.load_id, added, gone } : undefined;
};

/** One sentence each for new and for missing columns. Neither refuses the file: required columns were asked for before. */
export const changeSentences = (
  label: string,
  plan: Plan,
  changes: Changes | undefined,
): readonly string[] => {
  if (!changes) return [];
  const { added, gone, earlier } = changes;
  const { feed } = plan.contract;
  const kept = new Set(plan.extra.map((column) => nameKey(column.name)));
  const unmapped = added.filter((name) => kept.has(nameKey(name)));
  const where =
    unmapped.length > 0
      ? `; map it in profile ${plan.mapping.profile} if it is wanted, until then it is kept in _extra`
      : '';
  return [
    ...(added.length > 0
      ? [`${label}: new since load ${earlier} of ${feed}: ${named(added)}${where}.`]
      : []),
    ...(gone.length > 0
      ? [
          `${label}: no longer delivered since load ${earlier} of ${feed}: ${named(gone)}; ask the sender whether that is meant.`,
        ]
      : []),
  ];
};

/** The sentence on a file that is written in a way in which none before it was; nothing where one was, or none came before. */
export const formSentences = (
  label: string,
  feed: string,
  earlier: LoadRecord | undefined,
  isKnown: boolean,
  read: { readonly encoding: string; readonly delimiter?: string },
): readonly string[] => {
  if (!earlier || isKnown) return [];
  const was = (form: { readonly encoding: string; readonly delimiter?: string }): string =>
    `${form.encoding}${form.delimiter === undefined ? '' : ` with ${JSON.stringify(form.delimiter)} between cells`}`;
  return [
    `${label}: written in another way than load ${earlier.load_id} of ${feed}: ${was(read)}, not ${was(earlier)}; it was read as it is written.`,
  ];
};

const FORM_RULES = new Set([
  'invalid_date',
  'invalid_number',
  'invalid_boolean',
  'invalid_word',
  'invalid_identifier',
]);

/** Fewer bad values than this are bad values; more, and not one good one, are another type. */
const CERTAIN_ROWS = 10;

/**
 * Refuses a file in which a column that earlier loads could read holds no readable value any more: then the sender has
 * changed its type, and the rows are not bad one by one. Throws TYPE_CHANGED.
 */
export const refuseChangedType = async (
  engine: Engine,
  label: string,
  plan: Plan,
  written: Written,
  staged: string,
  earlier: LoadRecord | undefined,
): Promise<void> => {
  if (!earlier || earlier.rows_accepted === 0) return;
  const suspects = written.refusals.filter(
    ({ rule, column, rows }) =>
      FORM_RULES.has(rule) && rows >= CERTAIN_ROWS && earlier.columns.includes(column),
  );
  if (suspects.length === 0) return;
  const counts = suspects.map(({ column }, at) => `count(${identifier(column)}) AS n${at}`);
  const parts = filePath(join(staged, 'part-')).replace(/'$/, "*.parquet'");
  const [good] = await engine.rows(
    `SELECT ${counts.join(', ')} FROM read_parquet(${parts}, hive_partitioning = false)`,
  );
  const changed = suspects.filter((_, at) => Number(good?.[`n${at}`]) === 0);
  if (changed.length > 0) {
    throw typeChanged(
      label,
      plan.contract.feed,
      changed.map(({ column }) => column),
      earlier.load_id,
    );
  }
};
