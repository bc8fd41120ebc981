/** What the values of a seed's column are. */
export type SeedType = 'integer' | 'bigint' | 'number' | 'boolean' | 'date' | 'timestamp' | 'text';

const nothing = new Set(['', 'null']);
const integer = /^[+-]?\d+$/;
const number = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|nan|inf(?:inity)?)$/i;
const boolean = /^(?:true|false)$/i;
const date = /^\d{4}-\d{1,2}-\d{1,2}$/;
const dateTime = /^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{1,2}:\d{1,2}$/;
const isoDateTime =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/;

/** True for a text that stands for null: nothing, or the word null. */
export function isNull(text: string): boolean {
  return nothing.has(text.trim().toLowerCase());
}

/** The type that fits all values; a column without values holds whole numbers, as dbt has it. */
export function seedType(values: readonly string[]): SeedType {
  const given = values.filter((value) => !isNull(value)).map((value) => value.trim());
  if (given.length === 0) return 'integer';
  const every = (shape: RegExp) => given.every((value) => shape.test(value));
  if (every(boolean)) return 'boolean';
  if (every(integer)) return wholeType(given);
  if (every(number)) return 'number';
  if (every(date)) return 'date';
  return every(dateTime) || every(isoDateTime) ? 'timestamp' : 'text';
}

function wholeType(values: readonly string[]): SeedType {
  const digits = Math.max(...values.map((value) => value.replace(/^[+-]/, '').length));
  if (digits > 18) return 'number';
  return digits > 9 ? 'bigint' : 'integer';
}
