import type { ColumnType } from '../adapter/adapter.ts';
import { quoteIdentifier } from '../adapter/relation.ts';
import {
  type HostObject,
  hostFunction,
  hostObject,
  PyFloat,
  PyList,
  str,
  type Value,
} from '../jinja/index.ts';
import { argumentsOf } from './arguments.ts';

const texts = /^(?:varchar|char|bpchar|text|string|character)/i;
const integers =
  /^u?(?:tinyint|smallint|integer|bigint|hugeint|int\d*|smallserial|serial|bigserial)/i;
const decimals = /^(?:decimal|numeric)/i;
const floats = /^(?:double|float|real)/i;

/** A column as templates see it. */
export function columnObject(column: ColumnType): HostObject {
  const { name, type } = column;
  const answer = (called: string, value: Value) => hostFunction(called, () => value);
  const [, precision, scale] = /\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)/.exec(type) ?? [];
  const isText = texts.test(type);
  const size = precision === undefined ? 256 : Number(precision);
  const isDecimal = decimals.test(type);
  return hostObject({
    type: 'Column',
    attributes: {
      name,
      column: name,
      quoted: quoteIdentifier(name),
      dtype: type,
      data_type:
        isText && (precision !== undefined || type === 'VARCHAR')
          ? `character varying(${size})`
          : type,
      char_size: isText && precision !== undefined ? Number(precision) : null,
      numeric_precision: isDecimal && precision !== undefined ? Number(precision) : null,
      numeric_scale: isDecimal && scale !== undefined ? Number(scale) : null,
      is_string: answer('is_string', isText),
      is_integer: answer('is_integer', integers.test(type)),
      is_numeric: answer('is_numeric', isDecimal),
      is_float: answer('is_float', floats.test(type)),
      is_number: answer('is_number', isDecimal || integers.test(type) || floats.test(type)),
      string_size: answer('string_size', size),
    },
    text: () => `<Column ${name} (${type})>`,
    key: `${name} ${type}`,
    native: column,
  });
}

/** Columns as the list that templates loop over. */
export function columnList(columns: readonly ColumnType[]): PyList {
  return new PyList(columns.map(columnObject));
}

/** `api.Column`: makes columns and names types. */
export function columnApi(): HostObject {
  const named = (called: string, make: (size: Value) => Value) =>
    hostFunction(called, (call) => make(argumentsOf(call, called, ['value'], 1)[0] ?? null));
  const create = hostFunction('Column', (call) => {
    const [name, type] = argumentsOf(call, 'Column', ['column', 'dtype'], 2);
    return columnObject({ name: str(name ?? ''), type: str(type ?? '') });
  });
  return hostObject({
    type: 'ColumnApi',
    call: create.invoke,
    attributes: {
      create,
      translate_type: named('translate_type', (type) => translated(str(type))),
      string_type: named('string_type', (size) => `character varying(${str(size)})`),
      numeric_type: hostFunction('numeric_type', (call) => {
        const [type, precision, scale] = argumentsOf(
          call,
          'numeric_type',
          ['dtype', 'precision', 'scale'],
          1,
        );
        const sized = !(
          precision === null ||
          precision === undefined ||
          precision instanceof PyFloat
        );
        return sized ? `${str(type ?? '')}(${str(precision)},${str(scale ?? 0)})` : (type ?? '');
      }),
    },
  });
}

function translated(type: string): string {
  return type.toUpperCase() === 'STRING' ? 'TEXT' : type;
}
