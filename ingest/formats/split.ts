import { createReadStream } from 'node:fs';
import { type Blanks, looser } from './piece.ts';

/** Whole records of a delimited file: the bytes, how many records they hold, and what outer blanks are possible. */
export interface Records {
  readonly parts: readonly Uint8Array[];
  readonly count: number;
  readonly blanks: Blanks;
}

const LF = 10;
const CR = 13;
const QUOTE = 34;
const TAB = 9;
const NBSP_TAIL = 0xa0;

interface Scan {
  /** Whether the next byte stands within quotes. */
  isQuoted: boolean;
  /** Whether the last byte ended a line, so that another line end makes no record. */
  isFresh: boolean;
}

/** Whether line ends alone tell the records of these bytes apart: no quotes, no `\r`, no blank lines. */
const isPlain = (bytes: Buffer, state: Scan): boolean =>
  !state.isQuoted &&
  !(state.isFresh && bytes[0] === LF) &&
  !bytes.includes(QUOTE) &&
  !bytes.includes(CR) &&
  !bytes.includes('\n\n');

const scanPlain = (bytes: Buffer, state: Scan): { count: number; end: number } => {
  let count = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count += 1;
  const end = bytes.lastIndexOf(LF) + 1;
  state.isFresh = end === bytes.length;
  return { count, end };
};

/**
 * Counts the line ends outside quotes that end a record, and finds the last one: `end` is the place after it, or 0.
 * A blank line is no record. `\r` alone also ends a line.
 */
const scan = (bytes: Uint8Array, state: Scan): { count: number; end: number } => {
  let { isQuoted, isFresh } = state;
  let count = 0;
  let end = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      isQuoted = !isQuoted;
      isFresh = false;
    } else if (!isQuoted && (byte === LF || byte === CR)) {
      if (!isFresh) count += 1;
      isFresh = true;
      end = at + 1;
    } else isFresh = false;
  }
  state.isQuoted = isQuoted;
  state.isFresh = isFresh;
  return { count, end };
};

const SPACE = 32;

const hasOuterSpace = (bytes: Buffer, delimiter: string): boolean =>
  bytes[0] === SPACE ||
  bytes[bytes.length - 1] === SPACE ||
  [` ${delimiter}`, `${delimiter} `, ' \n', '\n '].some((place) => bytes.includes(place));

const blanksOf = (bytes: Buffer, delimiter: string): Blanks => {
  const isAny =
    bytes.includes(QUOTE) ||
    bytes.includes(NBSP_TAIL) ||
    bytes.includes(CR) ||
    (delimiter !== '\t' && bytes.includes(TAB));
  if (isAny) return 'any';
  return hasOuterSpace(bytes, delimiter) ? 'spaces' : 'none';
};

/**
 * The records of a UTF-8 delimited file in runs of about `size` bytes, cut at line ends outside quotes. The header, and
 * blank lines before it, are left out. A file whose quotes do not pair gives runs that the engine refuses.
 */
export async function* splitRecords(
  path: string,
  delimiter: string,
  size: number,
): AsyncGenerator<Records> {
  const state: Scan = { isQuoted: false, isFresh: true };
  let parts: Buffer[] = [];
  let bytes = 0;
  let count = 0;
  let blanks: Blanks = 'none';
  let hasHeader = false;
  const take = (chunk: Buffer): void => {
    if (chunk.length === 0) return;
    parts.push(chunk);
    bytes += chunk.length;
  };
  const hand = (): Records => {
    const run = { parts, count, blanks };
    parts = [];
    bytes = 0;
    count = 0;
    blanks = 'none';
    return run;
  };
  for await (const read of createReadStream(path, { highWaterMark: Math.min(size, 1 << 22) })) {
    let chunk: Buffer = read;
    if (!hasHeader) {
      const header = headerEnd(chunk, state);
      if (header === undefined) continue;
      hasHeader = true;
      chunk = chunk.subarray(header);
    }
    const { count: ended, end } = isPlain(chunk, state)
      ? scanPlain(chunk, state)
      : scan(chunk, state);
    const found = blanksOf(chunk, delimiter);
    blanks = looser(blanks, found);
    count += ended;
    const isWithinLineEnd = end === chunk.length && chunk[end - 1] === CR;
    if (end > 0 && bytes + end >= size && !isWithinLineEnd) {
      take(chunk.subarray(0, end));
      yield hand();
      blanks = looser(blanks, found);
      take(chunk.subarray(end));
    } else take(chunk);
  }
  if (bytes > 0 && !state.isFresh) count += 1;
  if (bytes > 0) yield hand();
}

/** Where the first record ends, or undefined where this chunk does not hold its end. */
const headerEnd = (chunk: Uint8Array, state: Scan): number | undefined => {
  for (let at = 0; at < chunk.length; at += 1) {
    const byte = chunk[at];
    if (byte === QUOTE) state.isQuoted = !state.isQuoted;
    const isEnd = !state.isQuoted && (byte === LF || byte === CR);
    if (isEnd && !state.isFresh) {
      state.isFresh = true;
      return at + 1;
    }
    state.isFresh = isEnd;
  }
  return undefined;
};
