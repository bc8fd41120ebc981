import type { Cell, Field } from '../field.ts';
import { isObject, type Json, writeJson } from '../json-tree.ts';
import { rest, take } from '../pluck.ts';
import type { RowSink, TableShape } from '../reader.ts';

/** Which study, and which version of it, a row belongs to. */
export const VERSION_KEYS = [
  'study_id',
  'study_name',
  'sponsor_identifier',
  'nct_id',
  'version_id',
  'version_identifier',
  'is_last_version',
] as const;

/** A table: columns that lead each row, and fields that are taken out of the row's object. */
export interface Table<Context> {
  readonly name: string;
  readonly keys: readonly string[];
  /** The fields; a context, where needed, resolves ids. */
  fields(context: Context): readonly Field[];
}

/** The shape of a table; an empty context gives the same columns. */
export const shapeOf = <Context>(table: Table<Context>, empty: Context): TableShape => ({
  name: table.name,
  columns: [
    ...table.keys,
    'sequence',
    ...table.fields(empty).flatMap((field) => field.columns),
    'ext',
  ],
});

/** Writes one row an object; what nobody took, but for the object's type, is `ext`. An item that is no object is refused. */
export const writeRows = <Context>(
  table: Table<Context>,
  context: Context,
  keys: readonly Cell[],
  objects: readonly Json[],
  sink: RowSink,
): void => {
  const fields = table.fields(context);
  objects.forEach((object, index) => {
    if (!isObject(object)) {
      sink.refuse(table.name, 'malformed_row', writeJson(object));
      return;
    }
    const cells = fields.flatMap((field) => field.take(object));
    take(object, 'instanceType');
    sink.write(table.name, [...keys, String(index + 1), ...cells, rest(object)]);
  });
};
