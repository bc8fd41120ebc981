import { text } from '../engine.ts';

const BLANKS = "chr(9) || chr(10) || chr(13) || ' ' || chr(160)";

/** Asked first, because trimming every cell costs more than reading the file. */
const OUTER_BLANK = text('^[\\s\\x{a0}]|[\\s\\x{a0}]$');

const words = (list: readonly string[]): string => list.map(text).join(', ');

/** A cell without outer blanks; NULL where it is blank or a null word. */
export const clean = (cell: string, nullWords: readonly string[]): string => {
  const value = `CASE WHEN ${cell} = '' OR regexp_matches(${cell}, ${OUTER_BLANK}) THEN nullif(trim(${cell}, ${BLANKS}), '') ELSE ${cell} END`;
  if (nullWords.length === 0) return value;
  return `CASE WHEN trim(${cell}, ${BLANKS}) NOT IN (${words(nullWords)}) THEN ${value} END`;
};

/** A word translated by a map that compares without case; others stay, or become `otherwise`. */
export const translate = (
  value: string,
  map: Readonly<Record<string, string>> | undefined,
  otherwise: string | undefined,
): string => {
  const cases = Object.entries(map ?? {}).map(
    ([from, to]) => `WHEN ${text(from.toLowerCase())} THEN ${text(to)}`,
  );
  const rest =
    otherwise === undefined ? value : `CASE WHEN ${value} IS NOT NULL THEN ${text(otherwise)} END`;
  return cases.length === 0 ? rest : `CASE lower(${value}) ${cases.join(' ')} ELSE ${rest} END`;
};
