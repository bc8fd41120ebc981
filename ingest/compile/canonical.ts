import { identifier, text } from '../engine.ts';
import { faultOf } from './check.ts';
import { clean, translate } from './clean.ts';
import { dateText, dateTimeText, yearMonthText } from './dates.ts';
import { decimalText } from './numbers.ts';
import { type Plan, type PlannedColumn, presentColumns, type SourceColumn } from './plan.ts';
import { booleanText, wordText } from './words.ts';

const nullWords = (plan: Plan, one?: PlannedColumn): readonly string[] =>
  one?.source.null_words ?? plan.mapping.reading.null_words ?? [];

/** First step: the delivered cell, trimmed, null words gone, words translated. */
const cleaned = (plan: Plan, one: PlannedColumn): string => {
  if (one.constant !== undefined) return text(one.constant);
  if (one.cells.length === 0) return 'NULL::VARCHAR';
  const words = nullWords(plan, one);
  const values = one.cells.map((source) => clean(source.cell, words));
  const [only] = values;
  const value =
    one.source.join || only === undefined
      ? `nullif(concat_ws(${text(one.source.separator ?? ' ')}, ${values.join(', ')}), '')`
      : only;
  return translate(value, one.source.values, one.source.otherwise);
};

/** Second step: the canonical text form of the contract's format. */
const canonical = (plan: Plan, one: PlannedColumn): string => {
  const value = identifier(one.column.name);
  const { reading } = plan.mapping;
  if (one.column.words) return wordText(value, one.column.words);
  switch (one.column.format) {
    case 'date':
    case 'partial-date':
      return dateText(
        value,
        one.source.date_formats ?? reading.date_formats ?? ['iso'],
        reading.time_zone,
      );
    case 'date-time':
      return dateTimeText(value);
    case 'year-month':
      return yearMonthText(value);
    case 'decimal':
    case 'integer':
      return decimalText(value, reading.decimal_mark, reading.grouping);
    case 'boolean':
      return booleanText(value);
    default:
      return value;
  }
};

/** `TRUE` of a CSV and `true` of its JSON twin are one value. */
const plainWord = (value: string): string =>
  `CASE WHEN ${value} IN ('TRUE', 'True', 'FALSE', 'False') THEN lower(${value}) ELSE ${value} END`;

const member = (plan: Plan, source: SourceColumn): string => {
  const value = plainWord(clean(source.cell, nullWords(plan)));
  return `${text(`${JSON.stringify(source.name)}:`)} || to_json(${value})::VARCHAR`;
};

/** JSON of the cells that have a value, NULL where none has. */
export const jsonOf = (plan: Plan, columns: readonly SourceColumn[]): string => {
  if (columns.length === 0) return 'NULL::VARCHAR';
  const joined = `concat_ws(',', ${columns.map((one) => member(plan, one)).join(', ')})`;
  return `CASE WHEN ${joined} <> '' THEN '{' || ${joined} || '}' END`;
};

const deletedOf = (plan: Plan): string => {
  if (!plan.deleted || !plan.feed.delete) return 'NULL::VARCHAR';
  const values = plan.feed.delete.values.map((value) => text(value.toLowerCase())).join(', ');
  return `CASE WHEN lower(trim(${plan.deleted.cell})) IN (${values}) THEN 'true' END`;
};

const HEADER_CELLS = 8;

/** A row that says the header again is a faulty row. */
const rowFault = (plan: Plan): string => {
  const same = plan.header
    .filter((one) => /^c\d+$/.test(one.cell))
    .slice(0, HEADER_CELLS)
    .map((one) => `trim(${one.cell}) = ${text(one.name.trim())}`);
  if (same.length < 2) return '_fault';
  return `CASE WHEN _fault IS NOT NULL THEN _fault WHEN ${same.join(' AND ')} THEN 'repeated_header' END`;
};

const ROW = '_id, _row, _fault, _extra, _deleted';

/** md5 of the values that the row has, by name, so that a new contract column leaves old ids alone. */
const contentHash = (plan: Plan): string => {
  const parts = plan.columns
    .filter((one) => !one.isContentId)
    .map(({ column }) => `${text(`${column.name}=`)} || ${identifier(column.name)}`);
  return `md5(concat_ws(chr(31), ${parts.join(', ')}))`;
};

const withContentIds = (plan: Plan, rows: string): string => {
  const ids = plan.columns
    .filter((one) => one.isContentId)
    .map((one) => identifier(one.column.name));
  if (ids.length === 0) return rows;
  const others = plan.columns
    .filter((one) => !one.isContentId)
    .map((one) => identifier(one.column.name));
  const ordinal = `row_number() OVER (PARTITION BY _hash ORDER BY _extra NULLS FIRST, _id)`;
  return `SELECT ${ROW}, ${others.join(', ')}, ${ids.map((id) => `_hash || '-' || ${ordinal} AS ${id}`).join(', ')} FROM (SELECT *, ${contentHash(plan)} AS _hash FROM (${rows}))`;
};

/**
 * SQL of a feed's rows in canonical text: `_id` (unique), `_row`, the contract's columns, `_extra`, `_deleted`, and
 * `_refused` (`rule|column` of the first rule broken, else NULL).
 */
export const canonicalSql = (plan: Plan): string => {
  const steps = plan.columns.filter((one) => !one.isContentId);
  const first = steps.map((one) => `${cleaned(plan, one)} AS ${identifier(one.column.name)}`);
  const second = steps.map((one) => `${canonical(plan, one)} AS ${identifier(one.column.name)}`);
  const rows = `SELECT ${ROW}, ${second.join(', ')} FROM (SELECT _id, _row, ${rowFault(plan)} AS _fault, ${jsonOf(plan, plan.extra)} AS _extra, ${deletedOf(plan)} AS _deleted, ${first.join(', ')} FROM delivered_rows)`;
  const present = new Set(presentColumns(plan));
  const names = plan.columns.map((one) => identifier(one.column.name)).join(', ');
  return `SELECT _id, _row, ${names}, _extra, _deleted, ${faultOf(plan.contract, plan.required, present)} AS _refused FROM (${withContentIds(plan, rows)})`;
};
