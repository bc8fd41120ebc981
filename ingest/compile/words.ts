import { text } from '../engine.ts';

const TRUE = ['true', 'yes', 'y', 't', '1', '1.0'];
const FALSE = ['false', 'no', 'n', 'f', '0', '0.0'];

const among = (list: readonly string[]): string => list.map(text).join(', ');

/** `true` or `false` from the usual words; others are left for the contract to refuse. */
export const booleanText = (value: string): string =>
  `CASE WHEN lower(${value}) IN (${among(TRUE)}) THEN 'true' WHEN lower(${value}) IN (${among(FALSE)}) THEN 'false' ELSE ${value} END`;

/** A contract's word in any case, with spaces or hyphens for `_`. */
export const wordText = (value: string, words: readonly string[]): string => {
  const folded = `regexp_replace(lower(${value}), '[ -]+', '_', 'g')`;
  return `CASE WHEN ${folded} IN (${among(words)}) THEN ${folded} ELSE ${value} END`;
};
