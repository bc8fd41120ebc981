import { identifier, text } from '../engine.ts';
import { plain } from './numbers.ts';
import type { PlannedColumn } from './plan.ts';

const NUMBER = text('-?\\d+(\\.\\d+)?');

const signOf = (one: PlannedColumn): string => identifier(`sign of ${one.column.name}`);
const shiftOf = (one: PlannedColumn): string => identifier(`shift of ${one.column.name}`);

const word = (cell: string): string => `lower(coalesce(trim(${cell}), ''))`;

const among = (words: readonly string[]): string =>
  words.map((one) => text(one.toLowerCase())).join(', ');

/** Whether other columns tell a number's sign or the place of its decimal point. */
export const isAdjusted = (one: PlannedColumn): boolean =>
  one.sign !== undefined || one.shift !== undefined;

/** Names of the columns that carry the telling words. */
export const tellingNames = (one: PlannedColumn): readonly string[] => [
  ...(one.sign ? [signOf(one)] : []),
  ...(one.shift ? [shiftOf(one)] : []),
];

/** Select list items that carry the telling words to where the number is in canonical text. */
export const tellingCells = (one: PlannedColumn): readonly string[] => [
  ...(one.sign ? [`${word(one.sign.cell)} AS ${signOf(one)}`] : []),
  ...(one.shift ? [`${word(one.shift.cell)} AS ${shiftOf(one)}`] : []),
];

const negated = (value: string): string =>
  `CASE WHEN ${value} = '0' THEN ${value} WHEN prefix(${value}, '-') THEN substr(${value}, 2) ELSE '-' || ${value} END`;

/** A number whose word is in neither list gets a question mark, so that the contract refuses it. */
const signed = (one: PlannedColumn, value: string): string => {
  const { sign } = one.source;
  if (!sign || !one.sign) return value;
  return `CASE WHEN ${value} IS NULL OR ${signOf(one)} IN (${among(sign.positive)}) THEN ${value} WHEN ${signOf(one)} IN (${among(sign.negative)}) THEN ${negated(value)} ELSE ${value} || '?' END`;
};

/** Moves the decimal point of an unsigned number, as text: no digit is lost and nothing overflows. */
const moved = (digits: string, places: number): string => {
  const whole = `split_part(${digits}, '.', 1)`;
  const part = `split_part(${digits}, '.', 2)`;
  if (places >= 0) {
    const padded = `rpad(${part}, greatest(length(${part}), ${places})::INTEGER, '0')`;
    return `${whole} || left(${padded}, ${places}) || '.' || substr(${padded}, ${places + 1})`;
  }
  const padded = `lpad(${whole}, greatest(length(${whole}), ${1 - places})::INTEGER, '0')`;
  return `left(${padded}, length(${padded}) - ${-places}) || '.' || right(${padded}, ${-places}) || ${part}`;
};

const shifted = (one: PlannedColumn, value: string): string => {
  const { shift } = one.source;
  if (!shift || !one.shift) return value;
  const minus = `CASE WHEN prefix(${value}, '-') THEN '-' ELSE '' END`;
  const cases = [...new Set(Object.values(shift.places))].map((places) => {
    const words = Object.keys(shift.places).filter((key) => shift.places[key] === places);
    const digits = moved(`ltrim(${value}, '-')`, places);
    return `WHEN ${shiftOf(one)} IN (${among(words)}) THEN ${plain(`(${minus} || ${digits})`)}`;
  });
  return `CASE ${cases.join(' ')} ELSE ${value} END`;
};

/**
 * SQL of rows whose numbers have the sign and the decimal point that other columns tell, from rows in canonical text that
 * carry the telling words; what is no number stays as it is, for the contract to refuse.
 */
export const withAdjusted = (columns: readonly PlannedColumn[], rows: string): string => {
  const values = columns.filter(isAdjusted).map((one) => {
    const value = identifier(one.column.name);
    const moved = identifier(`moved ${one.column.name}`);
    return {
      first: `CASE WHEN regexp_full_match(${value}, ${NUMBER}) THEN ${shifted(one, value)} END AS ${moved}`,
      second: `CASE WHEN ${moved} IS NULL THEN ${value} ELSE ${signed(one, moved)} END AS ${value}`,
    };
  });
  if (values.length === 0) return rows;
  const first = `SELECT *, ${values.map((one) => one.first).join(', ')} FROM (${rows})`;
  return `SELECT * REPLACE (${values.map((one) => one.second).join(', ')}) FROM (${first})`;
};
