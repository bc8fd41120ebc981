import { type Class, columnClass, martAccess } from '../access/classes.ts';
import { demandClasses, isGranted, type Viewer } from '../access/viewer.ts';
import type { Catalog } from '../definitions/catalog.ts';
import type { MartColumn } from '../definitions/model.ts';
import { QueryError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { type ListRequest, type ResultColumn, reasonSuffix } from '../wire.ts';
import { hiddenColumn, listRelation } from './cells.ts';
import { condition } from './filter.ts';
import type { Compiled } from './metrics.ts';
import { orderBy } from './order.ts';
import { scopeConditions } from './scope.ts';
import { Parameters, quoted } from './sql.ts';

/** Shared dimension names, as lists know them. */
const columnOfDimension: Readonly<Record<string, string>> = {
  study: 'study_id',
  country: 'country_code',
  site: 'site_id',
  subject: 'subject_id',
};

function martColumns(catalog: Catalog, mart: string): readonly MartColumn[] {
  const columns = catalog.columns(mart);
  if (columns && martAccess[mart]) return columns;
  const known = catalog.martNames().filter((name) => martAccess[name]);
  throw new QueryError('QUERY_UNKNOWN_LIST', `There is no list "${mart.slice(0, 80)}".`, {
    hint: `Nearest: ${nearest(mart, known).join(', ')}.`,
  });
}

/** Encodable types are passed through; the rest leaves as text. */
const plainType =
  /^(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)|VARCHAR|DATE|TIMESTAMP)$/;

/** One statement for rows of a mart, cut to the viewer's scope. */
export function compileList(
  catalog: Catalog,
  request: ListRequest,
  viewer: Viewer,
  smallestCell: number,
): Compiled {
  const mart = request.list;
  const columns = martColumns(catalog, mart);
  const find = (name: string): MartColumn => {
    const column =
      columns.find((known) => known.name === name) ??
      columns.find((known) => known.name === columnOfDimension[name]);
    if (column) return column;
    const known = columns.map((column) => column.name);
    throw new QueryError(
      'QUERY_UNKNOWN_COLUMN',
      `The list "${mart}" has no column "${name.slice(0, 80)}".`,
      { hint: `Nearest: ${nearest(name, known).join(', ')}.` },
    );
  };
  const access = martAccess[mart];
  demandClasses(viewer, [...(access?.all ?? []), ...(access?.rows ?? [])], `rows of ${mart}`);
  const seen = (column: MartColumn): MartColumn => {
    const needed = columnClass(mart, column.name);
    if (needed) demandClasses(viewer, [needed], `the column ${mart}.${column.name}`);
    return column;
  };
  const selected = request.columns
    ? [...new Set(request.columns.map(find))].map(seen)
    : columns.filter(({ name }) => {
        const needed = columnClass(mart, name);
        return needed === undefined || isGranted(viewer, [needed]);
      });
  const parameters = new Parameters();
  const conditions = [
    ...scopeConditions(mart, columns, viewer, parameters),
    ...(request.where ?? []).map((filter) => {
      const { name, type } = seen(find(filter.dimension));
      return condition(filter, quoted(name), type, parameters);
    }),
  ];
  const described = selected.map((column) => listColumn(mart, column));
  const relation = listRelation(mart, columns, viewer, smallestCell);
  const terms = selected.flatMap(({ name, type }) => {
    const value = plainType.test(type) ? quoted(name) : asText(quoted(name));
    if (!relation.covered.has(name)) return [value];
    const reason = `case when ${hiddenColumn(name)} then 'suppressed' end`;
    return [value, `${reason} as ${quoted(name + reasonSuffix)}`];
  });
  const sql = [
    `select ${terms.join(', ')}`,
    `from ${relation.sql}`,
    ...(conditions.length > 0 ? [`where ${conditions.join(' and ')}`] : []),
    ...orderBy(
      request.order ?? [],
      described,
      selected.map(({ name }) => name),
    ),
    ...(request.limit === undefined ? [] : [`limit ${parameters.bind(request.limit)}`]),
    ...(request.offset === undefined ? [] : [`offset ${parameters.bind(request.offset)}`]),
  ].join('\n');
  return { sql, values: parameters.values, columns: described };
}

const asText = (column: string): string => `cast(${column} as varchar) as ${column}`;

function listColumn(mart: string, { name, type }: MartColumn): ResultColumn {
  const needed: Class | undefined = columnClass(mart, name) ?? martAccess[mart]?.all[0];
  return {
    name,
    type: plainType.test(type) ? type : 'VARCHAR',
    label: name.replaceAll('_', ' '),
    ...(needed === undefined ? {} : { class: needed }),
  };
}
