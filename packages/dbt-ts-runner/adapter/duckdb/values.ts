import type { DuckDBValue } from '@duckdb/node-api';
import { PyFloat, toValue, type Value } from '../../jinja/index.ts';

interface Decimal {
  readonly scale: number;
  readonly value: bigint;
}

/** A DuckDB value as templates see it: nested values as their text, moments and dates as ISO text. */
export function templateValue(value: DuckDBValue, type: string): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') {
    return isFloating(type) ? new PyFloat(value) : toValue(value);
  }
  if (typeof value === 'object') {
    return isDecimal(value) ? fromDecimal(value) : String(value);
  }
  return toValue(value);
}

function isFloating(type: string): boolean {
  return type === 'DOUBLE' || type === 'FLOAT';
}

function isDecimal(value: object): value is Decimal {
  return 'scale' in value && 'value' in value && typeof value.value === 'bigint';
}

function fromDecimal(decimal: Decimal): Value {
  return decimal.scale === 0 ? toValue(decimal.value) : new PyFloat(Number(String(decimal)));
}
