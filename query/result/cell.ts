import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';

/** A value outside of the engine: decimals and whole numbers beyond a double's reach are exact text. */
export type Cell = string | number | boolean | null;

/** Cells by column name; `<metric>__not_evaluable` is there only where the metric has no value. */
export type Row = Record<string, Cell>;

function isoTime(micros: bigint): string {
  const rest = ((micros % 1000n) + 1000n) % 1000n;
  const iso = new Date(Number((micros - rest) / 1000n)).toISOString();
  return rest === 0n ? iso : `${iso.slice(0, -1)}${rest.toString().padStart(3, '0')}Z`;
}

/** Dates and times are ISO 8601 (UTC); a number that is not finite is no value. */
export function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (value instanceof DuckDBTimestampValue) return isoTime(value.micros);
  if (value instanceof DuckDBDateValue) return value.toString();
  return value.toString();
}

/** A value as a JSON literal; decimals are number literals with every digit. */
export function jsonOf(value: DuckDBValue): string {
  if (typeof value === 'bigint' || value instanceof DuckDBDecimalValue) return value.toString();
  return JSON.stringify(cellOf(value));
}
