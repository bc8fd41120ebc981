import { clean } from '../compile/clean.ts';
import { identifier, text } from '../engine.ts';
import {
  type ItemColumn,
  type ItemMap,
  type ItemTest,
  itemsOf,
  LEVELS,
  type Level,
  type Part,
  type RecordMap,
} from './item-map.ts';
import { keySql, pathSql } from './key.ts';

/** Stands in the SQL for the versions of items; a name that no model can have. */
export const ITEMS = '__item_versions__';

const among = (values: readonly string[]): string => values.map(text).join(', ');

const like = (pattern: string): string =>
  pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');

/** A map's study as a pattern: `*` stands for any characters. */
export const studyPattern = (study: string): RegExp => new RegExp(`^${like(study)}$`);

/** SQL of whether an item is of the studies and sources that a map is for. */
export const isMapped = ({ studies, sources }: ItemMap): string => {
  const plain = studies.filter((one) => !one.includes('*'));
  const patterns = studies.filter((one) => one.includes('*'));
  const tests = [
    ...(plain.length > 0 ? [`study_id IN (${among(plain)})`] : []),
    ...patterns.map((one) => `regexp_full_match(study_id, ${text(like(one))})`),
  ];
  const source = sources.length === 0 ? '' : ` AND _source IN (${among(sources)})`;
  return `((${tests.join(' OR ')})${source})`;
};

const isWithin = ({ events, forms, groups }: RecordMap): string => {
  const tests = (
    [
      ['visit_name', events],
      ['form_id', forms],
      ['group_id', groups],
    ] as const
  ).flatMap(([column, names]) => (names.length > 0 ? [`${column} IN (${among(names)})`] : []));
  return tests.map((test) => ` AND ${test}`).join('');
};

/** The name by which a record's cells call an item: items of another level apart from those of the record. */
const cellName = (oid: string, of: Level | undefined): string =>
  of === undefined ? oid : `${of}:${oid}`;

const pivoted = (what: string, oid: string, of: Level | undefined): string =>
  `string_agg(${what}, '; ' ORDER BY item_id) FILTER (WHERE cell = ${text(cellName(oid, of))})`;

const PART: Readonly<Record<Part, string>> = {
  study: 'study_id',
  subject: 'subject_id',
  site: 'site_id',
  event: 'visit_name',
  event_repeat: 'event_repeat',
  event_date: 'visit_date',
  form: 'form_id',
  form_repeat: 'form_repeat',
  group: 'group_id',
  group_repeat: 'group_repeat',
  record: '_path',
  entered: '_entered',
  changed: '_changed',
};

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const month = (value: string): string =>
  `CASE WHEN regexp_full_match(${value}, '\\d{1,2}') THEN lpad(${value}, 2, '0') ELSE coalesce(lpad(list_position([${among(MONTHS)}], upper(left(${value}, 3)))::VARCHAR, 2, '0'), ${value}) END`;

/** A date as far as its parts are known. */
const dateOf = (
  { year, month: named, day }: NonNullable<ItemColumn['date']>,
  value: (oid: string) => string,
): string => {
  const y = value(year);
  if (named === undefined) return y;
  const m = value(named);
  const d = day === undefined ? 'NULL' : value(day);
  return `CASE WHEN ${y} IS NULL OR ${m} IS NULL THEN ${y} WHEN ${d} IS NULL THEN ${y} || '-' || ${month(m)} ELSE ${y} || '-' || ${month(m)} || '-' || lpad(${d}, greatest(length(${d}), 2)::INTEGER, '0') END`;
};

const first = (values: readonly string[]): string =>
  values.length > 1 ? `coalesce(${values.join(', ')})` : (values[0] ?? 'NULL::VARCHAR');

const listOf = (names: string | readonly string[]): readonly string[] =>
  typeof names === 'string' ? [names] : names;

/** Name of the column with what tells one thing at a level from all others. */
const keyName = (level: Level): string => identifier(`key of ${level}`);

/** Names in the rows of a record: one for each item, and one for each unit that is wanted. */
const itemCell = (oid: string, of?: Level): string => identifier(`item ${cellName(oid, of)}`);
const unitCell = (oid: string): string => identifier(`unit ${oid}`);

/** One column of the table that the record's rows are delivered as. */
export interface RecordCell {
  readonly name: string;
  readonly sql: string;
}

/** The cells that a canonical column is made of: several where it joins items. */
export const cellsOf = (
  map: ItemMap,
  record: RecordMap,
  name: string,
  column: ItemColumn,
): readonly RecordCell[] => {
  const words = column.null_words ?? map.reading.null_words ?? [];
  const value = (oid: string): string => clean(itemCell(oid, column.of), words, 'any');
  if (column.item !== undefined) return [{ name, sql: first(listOf(column.item).map(value)) }];
  if (column.join)
    return column.join.map((oid, at) => ({ name: `${name} ${at}`, sql: value(oid) }));
  if (column.date) return [{ name, sql: dateOf(column.date, value) }];
  if (column.unit !== undefined) return [{ name, sql: unitCell(column.unit) }];
  if (column.part === 'record') {
    return [{ name, sql: `${PART.record} || ${text(record.suffix && `/${record.suffix}`)}` }];
  }
  if (column.part) return [{ name, sql: PART[column.part] }];
  return [];
};

const meets = (test: ItemTest): string => {
  const value = `lower(coalesce(trim(${first(listOf(test.item).map((oid) => itemCell(oid, test.of)))}), ''))`;
  const words = among((test.values ?? test.not ?? []).map((word) => word.toLowerCase()));
  return `${value} ${test.values ? 'IN' : 'NOT IN'} (${words})`;
};

/** Whether a record is a row at all: it holds what the map asks for. */
const stands = (record: RecordMap): string => {
  const own = itemsOf(record).filter(({ of }) => of === undefined);
  const tested = new Set(record.where.flatMap(({ item }) => listOf(item)));
  const values = own.filter(({ oid }) => !tested.has(oid)).map(({ oid }) => itemCell(oid));
  const held =
    record.needs.length > 0
      ? record.needs.map((oids) => `${first(oids.map((oid) => itemCell(oid)))} IS NOT NULL`)
      : [
          values.length > 0
            ? `(${values.map((one) => `${one} IS NOT NULL`).join(' OR ')})`
            : 'true',
        ];
  return ['_held > 0', ...held, ...record.where.map(meets)].join(' AND ');
};

/**
 * SQL of every state that each record of a map's entry has been in, from the versions of its items: `_record` (its key over
 * all studies), `_path` (its id within the study), `_at` and `_load` (since when and by which load), `_stands` (whether it is
 * a row), the parts of PARTS, and the cells of its items. An item's version holds from `known_from` until `known_to`.
 */
export const statesSql = (map: ItemMap, record: RecordMap): string => {
  const named = itemsOf(record);
  const own = named.filter(({ of }) => of === undefined).map(({ oid }) => oid);
  const units = Object.values(record.columns).flatMap(({ unit }) =>
    unit === undefined ? [] : [unit],
  );
  const around = LEVELS.flatMap((level) => {
    const oids = named.filter(({ of }) => of === level).map(({ oid }) => oid);
    return oids.length > 0 ? [{ level, oids }] : [];
  });
  const within = `field_id IN (${among(own)})${isWithin(record)}`;
  const cells = [
    `SELECT *, ${keyName(record.level)} AS _record, field_id AS cell, true AS is_own FROM item WHERE ${within}`,
    ...around.map(
      ({ level, oids }) =>
        `SELECT item.*, record._record, ${text(`${level}:`)} || field_id AS cell, false AS is_own FROM item JOIN record ON record.${keyName(level)} = item.${keyName(level)} WHERE field_id IN (${among(oids)})`,
    ),
  ];
  const keys = LEVELS.map((level) => `${keySql(level)} AS ${keyName(level)}`);
  const pivots = [
    ...named.map(({ oid, of }) => `${pivoted('value', oid, of)} AS ${itemCell(oid, of)}`),
    ...[...new Set(units)].map((oid) => `${pivoted('unit', oid, undefined)} AS ${unitCell(oid)}`),
  ];
  const parts = ['site_id', 'visit_date'].map(
    (name) => `arg_max(${name}, known_from) FILTER (WHERE is_own) AS ${name}`,
  );
  const kept = [
    '_source AS _item_source',
    ...[
      'study_id',
      'subject_id',
      'visit_name',
      'event_repeat',
      'form_id',
      'form_repeat',
      'group_id',
    ],
    'coalesce(group_repeat, log_number) AS group_repeat',
    `${pathSql(record.level)} AS _path`,
    ...LEVELS.map(keyName),
  ].map((one) => {
    const [value, name = value] = one.split(' AS ');
    return `first(${value}) AS ${name}`;
  });
  const mapped = among([...new Set(named.map(({ oid }) => oid))]);
  return `WITH item AS (SELECT *, ${keys.join(', ')} FROM ${ITEMS} WHERE ${isMapped(map)} AND field_id IN (${mapped})),
record AS (SELECT ${keyName(record.level)} AS _record, ${kept.join(', ')} FROM item WHERE ${within} GROUP BY 1),
cell AS (${cells.join(' UNION ALL ')}),
instant AS (SELECT _record, known_from AS _at, max(known_load_id) AS _load, min(left(changed_at, 10)) FILTER (WHERE is_own) AS entered, max(left(changed_at, 10)) FILTER (WHERE is_own) AS changed FROM cell GROUP BY 1, 2),
timed AS (SELECT _record, _at, _load, min(entered) OVER known AS _entered, max(changed) OVER known AS _changed FROM instant WINDOW known AS (PARTITION BY _record ORDER BY _at)),
state AS (SELECT timed._record, timed._at, any_value(timed._load) AS _load, any_value(_entered) AS _entered, any_value(_changed) AS _changed, count(item_id) FILTER (WHERE is_own) AS _held, ${[...parts, ...pivots].join(', ')} FROM timed LEFT JOIN (SELECT *, coalesce(known_to, 'infinity'::TIMESTAMP) AS until FROM cell WHERE NOT is_deleted) AS held ON held._record = timed._record AND held.known_from <= timed._at AND held.until > timed._at GROUP BY 1, 2)
SELECT state.*, ${stands(record)} AS _stands, record.* EXCLUDE (_record) FROM state JOIN record USING (_record)`;
};
