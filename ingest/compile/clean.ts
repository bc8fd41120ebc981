import { text } from '../engine.ts';
import type { Blanks } from '../formats/piece.ts';

const BLANKS = "chr(9) || chr(10) || chr(13) || ' ' || chr(160)";

const NBSP = 'chr(160)';

/** Whether a cell may be blank or have an outer blank; comparisons, because trimming every cell costs more than reading the file. */
const mayHaveBlank = (cell: string, blanks: 'spaces' | 'any'): string => {
  const spaces = `${cell} < '!' OR suffix(${cell}, ' ')`;
  if (blanks === 'spaces') return spaces;
  const ends = ['chr(9)', 'chr(10)', 'chr(13)', NBSP].map((end) => ` OR suffix(${cell}, ${end})`);
  return `${spaces} OR prefix(${cell}, ${NBSP})${ends.join('')}`;
};

const words = (list: readonly string[]): string => list.map(text).join(', ');

/** A cell without outer blanks; NULL where it is blank or a null word. */
export const clean = (cell: string, nullWords: readonly string[], blanks: Blanks): string => {
  if (blanks === 'none') {
    if (nullWords.length === 0) return cell;
    return `CASE WHEN ${cell} NOT IN (${words(nullWords)}) THEN ${cell} END`;
  }
  const trimmed = `trim(${cell}, ${BLANKS})`;
  const value = `CASE WHEN ${mayHaveBlank(cell, blanks)} THEN nullif(${trimmed}, '') ELSE ${cell} END`;
  if (nullWords.length === 0) return value;
  return `CASE WHEN ${mayHaveBlank(cell, blanks)} THEN CASE WHEN ${trimmed} NOT IN ('', ${words(nullWords)}) THEN ${trimmed} END WHEN ${cell} NOT IN (${words(nullWords)}) THEN ${cell} END`;
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

/** A value in the letter case that its mapping declares. */
export const inCase = (value: string, letters: 'upper' | 'lower' | undefined): string =>
  letters === undefined ? value : `${letters}(${value})`;
