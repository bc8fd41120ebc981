import {
  type HostObject,
  hostFunction,
  hostObject,
  PyTuple,
  toValue,
  type Value,
} from '../../../../packages/dbt-ts-runner/jinja/index.ts';

/** A query result with the attributes templates read from dbt's agate tables. */
export function table(
  columnNames: readonly string[],
  rows: readonly (readonly unknown[])[],
): HostObject {
  const values = rows.map((row) => row.map(toValue));
  const columns = columnNames.map((name, index) => {
    const column = values.map((row) => row[index] ?? null);
    return hostObject({
      type: 'Column',
      attributes: { name, values: hostFunction('values', () => new PyTuple(column)) },
    });
  });
  return hostObject({
    type: 'Table',
    attributes: {
      columns: new PyTuple(columns),
      rows: new PyTuple(values.map((row) => rowObject(columnNames, row))),
      column_names: new PyTuple([...columnNames]),
    },
  });
}

function rowObject(columnNames: readonly string[], row: readonly Value[]): HostObject {
  const named = (name: Value) => row[columnNames.indexOf(String(name))];
  return hostObject({
    type: 'Row',
    attribute: named,
    items: (key) => (typeof key === 'number' ? row.at(key) : named(key)),
    iterate: () => row,
    length: () => row.length,
  });
}

/** A column of a relation. */
export function column(name: string, type: string): HostObject {
  return hostObject({
    type: 'Column',
    attributes: { name, column: name, data_type: type, dtype: type, quoted: `"${name}"` },
  });
}
