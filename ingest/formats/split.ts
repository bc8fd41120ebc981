import { open } from 'node:fs/promises';
import { type Blanks, looser } from './piece.ts';

/**
 * Whole records of a delimited file: the bytes, good until the next are asked for, how many records they hold, what outer
 * blanks are possible, and whether `E+` stands anywhere.
 */
export interface Records {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly blanks: Blanks;
  readonly hasExponents: boolean;
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

/** Whether `\n` alone tells the records of these bytes apart: no quotes, no `\r`. */
const isPlain = (bytes: Buffer, { isQuoted }: Scan): boolean =>
  !isQuoted && !bytes.includes(QUOTE) && !bytes.includes(CR);

/** As `scan`, of plain bytes. */
const scanPlain = (bytes: Buffer, state: Scan): { count: number; end: number } => {
  let count = 0;
  let blank = state.isFresh ? 0 : -1;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (at !== blank) count += 1;
    blank = at + 1;
  }
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

/**
 * Whether an outer space stands in `bytes`, which begin with a record, from `from` on; one at their very end is for the next
 * look to judge. Looks at every space, because there are fewer of them than of delimiters.
 */
const hasOuterSpace = (bytes: Buffer, from: number, delimiter: string): boolean => {
  const isEdge = new Uint8Array(256);
  for (const edge of [...Buffer.from(delimiter), LF]) isEdge[edge] = 1;
  const last = bytes.length - 1;
  for (
    let at = bytes.indexOf(SPACE, Math.max(0, from - 1));
    at >= 0 && at < last;
    at = bytes.indexOf(SPACE, at + 1)
  )
    if (at === 0 || isEdge[bytes[at - 1] ?? LF] || isEdge[bytes[at + 1] ?? LF]) return true;
  return false;
};

const hasOtherBlanks = (bytes: Buffer, delimiter: string): boolean =>
  bytes.includes(QUOTE) ||
  bytes.includes(NBSP_TAIL) ||
  bytes.includes(CR) ||
  (delimiter !== '\t' && bytes.includes(TAB));

/** What outer blanks are possible in `bytes`, which begin with a record, from `from` on. */
const blanksOf = (bytes: Buffer, from: number, delimiter: string): Blanks => {
  if (hasOtherBlanks(bytes.subarray(from), delimiter)) return 'any';
  return hasOuterSpace(bytes, from, delimiter) ? 'spaces' : 'none';
};

/** Bytes that are read and scanned at once, so that they stay in the processor's cache. */
const STEP_BYTES = 1 << 20;

/**
 * The records of a UTF-8 delimited file in runs of about as many bytes as `sizeOf` asks for each, cut at line ends outside
 * quotes; `see` is shown every byte before it is handed on. The header, and blank lines before it, are left out. A file whose quotes do not pair gives
 * runs that the engine refuses.
 */
export async function* splitRecords(
  path: string,
  delimiter: string,
  sizeOf: () => number,
  see?: (chunk: Buffer) => Promise<void>,
): AsyncGenerator<Records> {
  const state: Scan = { isQuoted: false, isFresh: true };
  let size = sizeOf();
  const step = Math.ceil(size / Math.ceil(size / STEP_BYTES));
  let buffer = Buffer.allocUnsafe(size + step);
  let held = 0;
  let count = 0;
  let blanks: Blanks = 'none';
  let hasExponents = false;
  let hasHeader = false;
  const file = await open(path);
  try {
    for (;;) {
      if (held + step > buffer.length) {
        buffer = Buffer.concat([buffer.subarray(0, held)], 2 * buffer.length);
      }
      const { bytesRead } = await file.read(buffer, held, step, null);
      if (bytesRead === 0) break;
      let chunk = buffer.subarray(held, held + bytesRead);
      await see?.(chunk);
      if (!hasHeader) {
        const header = headerEnd(chunk, state);
        if (header === undefined) continue;
        hasHeader = true;
        buffer.copyWithin(held, held + header, held + bytesRead);
        chunk = buffer.subarray(held, held + bytesRead - header);
      }
      const { count: ended, end } = isPlain(chunk, state)
        ? scanPlain(chunk, state)
        : scan(chunk, state);
      const found = blanksOf(buffer.subarray(0, held + chunk.length), held, delimiter);
      blanks = looser(blanks, found);
      const isExponent = buffer.subarray(Math.max(0, held - 1), held + chunk.length).includes('E+');
      hasExponents ||= isExponent;
      count += ended;
      const cut = held + end;
      held += chunk.length;
      const isWithinLineEnd = cut === held && buffer[cut - 1] === CR;
      if (end === 0 || held < size || isWithinLineEnd) continue;
      yield { bytes: buffer.subarray(0, cut), count, blanks, hasExponents };
      buffer.copyWithin(0, cut, held);
      held -= cut;
      size = sizeOf();
      count = 0;
      blanks = found;
      hasExponents = isExponent;
    }
  } finally {
    await file.close();
  }
  if (held > 0 && buffer[held - 1] === SPACE) blanks = looser(blanks, 'spaces');
  if (held > 0 && !state.isFresh) count += 1;
  if (held > 0) yield { bytes: buffer.subarray(0, held), count, blanks, hasExponents };
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
