import { text } from '../engine.ts';

/**
 * Numbers of a JSON text keep their own characters by becoming strings before they are parsed: the engine reads a bare
 * number as a double. A mark at the start of such a string tells it from a string that was delivered.
 */
const MARK = '\\u0001';

const NUMERAL = '-?[0-9][0-9.eE+-]*';

/** Whole strings and all else that is no number, then a number or the end: each match begins where the last one ended. */
const UP_TO_NUMERAL = `((?:"(?:[^"\\\\]|\\\\.)*"|[^"0-9-]|-[A-Za-z])*)(${NUMERAL}|$)`;

/**
 * What a double may not hold, or not write in the same characters: an exponent, more than 15 digits, an ending zero, a
 * small fraction, a negative zero. Other texts need no marks.
 */
const INEXACT = '[0-9][eE]|[0-9.]{16}|\\.[0-9]*0([^0-9]|$)|\\.000|[^0-9]-0';

const escaped = (mark: string): string => mark.replaceAll('\\', '\\\\');

const decoded = (mark: string): string => `repeat(chr(1), ${mark.length / MARK.length})`;

/** A mark that `isUsed` denies: the shortest run of one control character that no text holds. */
export const unusedMark = async (isUsed: (mark: string) => Promise<boolean>): Promise<string> => {
  let mark = MARK;
  while (await isUsed(mark)) mark += MARK;
  return mark;
};

/** SQL: a valid JSON text in which each bare number is a marked string of the same characters. */
export const markNumerals = (json: string, mark: string): string => {
  const quoted = `regexp_replace(${json}, ${text(UP_TO_NUMERAL)}, ${text(`\\1"${escaped(mark)}\\2"`)}, 'g')`;
  const atEnd = mark.length + 2;
  return `CASE WHEN regexp_matches(${json}, ${text(INEXACT)}) THEN left(${quoted}, -${atEnd}) ELSE ${json} END`;
};

/** SQL: a value taken out of a marked text, of JSON type `type`, with its numbers bare again. */
export const unmarkNumerals = (value: string, type: string, mark: string): string => {
  const bare = `regexp_replace(${value}, ${text(`"${escaped(mark)}(${NUMERAL})"`)}, '\\1', 'g')`;
  return `CASE WHEN ${type} IN ('OBJECT', 'ARRAY') THEN ${bare} WHEN starts_with(${value}, ${decoded(mark)}) THEN substr(${value}, ${mark.length / MARK.length + 1}) ELSE ${value} END`;
};
