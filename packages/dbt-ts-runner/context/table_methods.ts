import type { QueryResult } from '../adapter/adapter.ts';
import {
  type Call,
  type HostFunction,
  hostFunction,
  PyDict,
  PyList,
  PyTuple,
  PythonError,
  sortedBy,
  str,
  toJs,
  truthy,
  type Value,
} from '../jinja/index.ts';
import { argumentsOf } from './arguments.ts';
import { printedTable } from './printed_table.ts';

export type TableData = Pick<QueryResult, 'columns' | 'rows'>;
type Row = readonly Value[];

/** Makes what templates see of a table, and of several by name. */
export interface TableMaker {
  readonly table: (data: TableData) => Value;
  readonly tables: (names: readonly string[], tables: readonly Value[]) => Value;
  readonly print: (text: string) => void;
}

/** The methods of agate's Table that give another table, or print it. */
export function tableMethods(
  data: TableData,
  { table, tables, print }: TableMaker,
): Record<string, HostFunction> {
  const { columns, rows } = data;
  const methods: Record<string, (call: Call) => Value> = {
    select: (call) => {
      const [key] = argumentsOf(call, 'select', ['key'], 1);
      return table(picked(data, placesOf(data, key)));
    },
    exclude: (call) => {
      const [key] = argumentsOf(call, 'exclude', ['key'], 1);
      const left = namesIn(key);
      const places = columns.flatMap(({ name }, index) => (left.includes(name) ? [] : [index]));
      return table(picked(data, places));
    },
    rename: (call) => {
      const [names] = argumentsOf(call, 'rename', ['column_names'], 1);
      const name = renaming(names);
      return table({
        columns: columns.map((each, i) => ({ ...each, name: name(each.name, i) })),
        rows,
      });
    },
    order_by: (call) => {
      const [key, reverse] = argumentsOf(call, 'order_by', ['key', 'reverse'], 1);
      const places = placesOf(data, key);
      return table({ columns, rows: orderedBy(rows, places, truthy(reverse ?? false)) });
    },
    limit: (call) => {
      const [start, stop, step] = argumentsOf(call, 'limit', ['start_or_stop', 'stop', 'step']);
      const given = [start, stop, step].map((value) => (typeof value === 'number' ? value : 0));
      const [first = 0, last = 0, stride = 0] = given;
      if (last === 0 && stride === 0) return table({ columns, rows: rows.slice(0, first) });
      const between = rows.slice(first, last === 0 ? undefined : last);
      return table({ columns, rows: between.filter((_, i) => i % Math.max(1, stride) === 0) });
    },
    distinct: (call) => {
      const [key] = argumentsOf(call, 'distinct', ['key']);
      const places = key === undefined ? columns.map((_, index) => index) : placesOf(data, key);
      const first = new PyDict();
      for (const row of rows) {
        const values = new PyTuple(places.map((place) => row[place] ?? null));
        if (first.get(values) === undefined) first.set(values, new PyTuple(row));
      }
      const kept = [...first.entries()].map(([, row]) => (row as PyTuple).items);
      return table({ columns, rows: kept });
    },
    group_by: (call) => {
      const [key] = argumentsOf(call, 'group_by', ['key', 'key_name', 'key_type'], 1);
      const [place = 0] = placesOf(data, key);
      const groups = new Map<string, Row[]>();
      for (const row of rows) {
        const name = str(row[place] ?? null);
        const group = groups.get(name);
        if (group === undefined) groups.set(name, [row]);
        else group.push(row);
      }
      const made = [...groups.values()].map((group) => table({ columns, rows: group }));
      return tables([...groups.keys()], made);
    },
    print_table: (call) => {
      const names = ['max_rows', 'max_columns', 'output', 'max_column_width', 'locale'];
      const given = argumentsOf(call, 'print_table', [...names, 'max_precision']);
      const limit = (index: number, standard: number) =>
        given[index] === undefined ? standard : (toJs(given[index] ?? null) as number | null);
      const limits = { rows: limit(0, 20), columns: limit(1, 6), width: limit(3, 20) };
      print(printedTable(data, { ...limits, precision: limit(5, 3) }));
      return null;
    },
  };
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [name, hostFunction(name, method)]),
  );
}

function namesIn(key: Value | undefined): string[] {
  const keys = key instanceof PyList || key instanceof PyTuple ? key.items : [key ?? null];
  return keys.map(str);
}

/** Where the columns of these names stand; throws for a name that none has. */
function placesOf({ columns }: TableData, key: Value | undefined): number[] {
  return namesIn(key).map((name) => {
    const place = columns.findIndex((column) => column.name === name);
    if (place !== -1) return place;
    const there = columns.map((column) => column.name).join(', ');
    throw new PythonError('KeyError', `the table has no column '${name}'; it has ${there}`);
  });
}

function picked({ columns, rows }: TableData, places: readonly number[]): TableData {
  const pick = <T>(items: readonly T[]) => places.flatMap((place) => items.slice(place, place + 1));
  return { columns: pick(columns), rows: rows.map(pick) };
}

function renaming(names: Value | undefined): (name: string, index: number) => string {
  if (names instanceof PyDict) return (name) => str(names.get(name) ?? name);
  const given = namesIn(names);
  return (name, index) => given[index] ?? name;
}

/** Rows without a value come last, or first where the order is reversed. */
function orderedBy(rows: readonly Row[], places: readonly number[], reverse: boolean): Row[] {
  const key = (row: Row) =>
    new PyTuple(
      places.flatMap((place) => {
        const value = row[place] ?? null;
        return [value === null, value ?? 0];
      }),
    );
  return sortedBy(rows, key, reverse);
}
