import { addChild, type Captured } from './capture.ts';
import { CONTEXT } from './context.ts';
import { AUDIT, type Element, END } from './element.ts';

type Cells = (string | undefined)[];

/** A row that is written once the element around it is known to its end. */
export interface Waiting {
  readonly element: Element;
  readonly context: Cells;
  readonly own: Cells;
}

/** An open element that makes a row or sets context. */
export interface Frame {
  readonly element: Element;
  readonly own: Cells;
  /** Context of an outer element of the same level, for after this one. */
  readonly saved: Cells | undefined;
  /** Nearest transaction type stated here or further out. */
  transaction: string | undefined;
  ext: Captured | undefined;
  waiting: Waiting[] | undefined;
  /** Each value of an item that may have several. */
  values: string[] | undefined;
  /** What elements within leave for this one to write. */
  parts: Captured[] | undefined;
}

const TRANSACTION = END.length - END.indexOf('transaction_type');
const SEQUENCE = END.length - END.indexOf('sequence_in_file');
const EXT = END.length - END.indexOf('ext');

export const openFrame = (
  element: Element,
  saved: Cells | undefined,
  outer: Frame | undefined,
): Frame => ({
  element,
  own: element.none.slice(),
  saved,
  transaction: outer?.transaction,
  ext: undefined,
  waiting: undefined,
  values: undefined,
  parts: undefined,
});

export const extOf = (frame: Frame): Captured => {
  const ext: Captured = frame.ext ?? Object.create(null);
  frame.ext = ext;
  return ext;
};

export const extend = (frame: Frame, key: string, child: Captured): void =>
  addChild(extOf(frame), key, child);

/** Cells that every row ends with, once its element is closed. */
export const finishCells = (frame: Frame, sequence: number): void => {
  const { own } = frame;
  own[own.length - TRANSACTION] ??= frame.transaction;
  // V8 caches the strings of String(number), so that each would live long enough to be old.
  own[own.length - SEQUENCE] = sequence.toFixed();
  if (frame.ext) own[own.length - EXT] = JSON.stringify(frame.ext);
};

const auditFrom = (element: Element): number => element.own.indexOf(AUDIT[0]);

/** The audit record of an element, for a row within it that has none. */
export const lendAudit = (lender: Frame, row: Waiting): void => {
  const from = auditFrom(lender.element);
  const to = auditFrom(row.element);
  if (from < 0 || to < 0) return;
  if (AUDIT.some((_, index) => row.own[to + index] !== undefined)) return;
  for (let index = 0; index < AUDIT.length; index += 1) {
    row.own[to + index] = lender.own[from + index];
  }
};

/** Own cell of a frame by its column. */
export const cellOf = (frame: Frame, column: string): string | undefined =>
  frame.own[frame.element.own.indexOf(column)];

export const setCell = (frame: Frame, column: string, value: string | undefined): void => {
  const index = frame.element.own.indexOf(column);
  if (index < 0) throw new Error(`no column ${column}`);
  frame.own[index] = value;
};

export const isContext = (slot: number): boolean => slot < CONTEXT.length;

const CONTAINERS: ReadonlySet<string> = new Set(['subject', 'event', 'form', 'item_group']);

/** Whether an element is removed with all that it held, and not because the one around it is. */
export const isRemoval = ({ element, transaction }: Frame, outer: Frame | undefined): boolean =>
  element.table !== undefined &&
  CONTAINERS.has(element.table) &&
  transaction === 'Remove' &&
  outer?.transaction !== 'Remove';
