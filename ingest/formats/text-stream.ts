import { createReadStream } from 'node:fs';
import { malformedFile } from '../errors.ts';
import { checkUtf8, decoded, markedEncoding, type Place } from './encoding.ts';
import { headOf } from './magic.ts';

/** How long one line or one JSON value may be, in characters. */
export const LONGEST_TEXT = 64 * 2 ** 20;

/**
 * The text of a file, chunk by chunk: by its byte order mark, or else strict UTF-8; the mark itself is dropped.
 * Throws WRONG_ENCODING naming the first bad byte.
 */
export const textOf = async function* (path: string, place: Place): AsyncGenerator<string> {
  const marked = markedEncoding(headOf(path, 3)) ?? 'utf-8';
  if (marked !== 'utf-8') {
    yield* decoded(path, marked, place);
    return;
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = async (chunk?: Buffer): Promise<string> => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (cause) {
      await checkUtf8(path, place);
      throw cause;
    }
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }))
    yield await decode(chunk);
  yield await decode();
};

/** A line and its number, counted from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
  /** Whether a line end follows; the last line of a file that was cut off has none. */
  readonly isEnded: boolean;
}

/** The lines of a text that are not blank, without their ends. Throws MALFORMED_FILE for a line beyond LONGEST_TEXT. */
export const linesOf = async function* (
  chunks: AsyncIterable<string>,
  label: string,
): AsyncGenerator<Line> {
  let number = 0;
  let open: string[] = [];
  let length = 0;
  const lineOf = (last: string, isEnded: boolean): Line | undefined => {
    number += 1;
    const text = open.length > 0 ? open.join('') + last : last;
    open = [];
    length = 0;
    return text.trim() === '' ? undefined : { number, text: text.replace(/\r$/, ''), isEnded };
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
      const line = lineOf(chunk.slice(from, at), true);
      if (line) yield line;
      from = at + 1;
    }
    if (from < chunk.length) open.push(chunk.slice(from));
    length += chunk.length - from;
    if (length > LONGEST_TEXT)
      throw malformedFile(label, `line ${number + 1} is longer than 64 Mi characters`);
  }
  const last = lineOf('', false);
  if (last) yield last;
};
