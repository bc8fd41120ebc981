import type { QueryResult } from '../adapter/adapter.ts';
import {
  HostObject,
  hostFunction,
  hostObject,
  PyDict,
  PyList,
  PyTuple,
  str,
  type Value,
} from '../jinja/index.ts';
import { argumentsOf } from './arguments.ts';
import type { Services } from './services.ts';
import { tableMethods } from './table_methods.ts';

/** A query's rows as templates see them, in the shape of agate's Table; `say` hears `print_table`. */
export function tableObject(
  result: Pick<QueryResult, 'columns' | 'rows'>,
  say: Services['say'] = () => undefined,
): HostObject {
  const names = result.columns.map((column) => column.name);
  const rows = () => result.rows.map((row) => sequence('Row', names, row));
  const columns = () => result.columns.map((_, index) => columnOf(result, index));
  return hostObject({
    type: 'Table',
    attributes: {
      rows: () => sequence('Rows', [], rows()),
      columns: () => sequence('Columns', names, columns()),
      column_names: new PyTuple(names),
      column_types: new PyTuple(result.columns.map((column) => column.type)),
      ...tableMethods(result, {
        table: (data) => tableObject(data, say),
        tables: (groups, tables) => sequence('TableSet', groups, tables),
        print: (text) => say({ level: 'info', text, isPrinted: true }),
      }),
    },
    iterate: rows,
    length: () => result.rows.length,
    truthy: () => true,
    text: () => '<Table>',
    native: result,
  });
}

/** The rows of a table that templates hold; none for anything else. */
export function rowsOf(table: Value | undefined): readonly (readonly Value[])[] {
  const native = table instanceof HostObject ? table.native : undefined;
  return (native as Partial<QueryResult> | undefined)?.rows ?? [];
}

function columnOf(result: Pick<QueryResult, 'columns' | 'rows'>, index: number): Value {
  const values = result.rows.map((row) => row[index] ?? null);
  const name = result.columns[index]?.name ?? '';
  return sequence('Column', [], values, { name, data_type: result.columns[index]?.type ?? null });
}

/** agate's MappedSequence: read by position or name, loops over its values. */
function sequence(
  type: string,
  keys: readonly string[],
  values: readonly Value[],
  more: Record<string, Value> = {},
): HostObject {
  const at = (key: Value): Value | undefined => {
    if (typeof key === 'number') return values.at(key);
    const index = typeof key === 'string' ? keys.indexOf(key) : -1;
    return index === -1 ? undefined : values[index];
  };
  const pairs = () => keys.map((key, index): [Value, Value] => [key, values[index] ?? null]);
  return hostObject({
    type,
    attributes: {
      ...more,
      keys: hostFunction('keys', () => new PyList([...keys])),
      values: hostFunction('values', () => new PyTuple(values)),
      items: hostFunction('items', () => new PyList(pairs().map((pair) => new PyTuple(pair)))),
      dict: hostFunction('dict', () => new PyDict(pairs())),
      get: hostFunction('get', (call) => {
        const [key, standard] = argumentsOf(call, 'get', ['key', 'default'], 1);
        return at(key ?? null) ?? standard ?? null;
      }),
      values_distinct: hostFunction('values_distinct', () => new PyTuple(distinct(values))),
    },
    attribute: (name) => at(name),
    items: at,
    iterate: () => values,
    length: () => values.length,
    contains: (item) => values.includes(item),
    sequence: true,
    text: () => `<${type}: (${values.map(str).join(', ')})>`,
    native: values,
  });
}

function distinct(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
