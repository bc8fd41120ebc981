import { identifier, text } from '../engine.ts';
import type { Blanks } from '../formats/piece.ts';
import { deletedBy, deletedWhere } from '../profiles/profile.ts';
import { isAdjusted, tellingCells, tellingNames, withAdjusted } from './amounts.ts';
import { faultOf, flagOf } from './check.ts';
import { clean, inCase, translate } from './clean.ts';
import { dateText, dateTimeText, yearMonthText } from './dates.ts';
import { isCanonical } from './form.ts';
import { localDate, zoneCells, zoneNames } from './local-day.ts';
import { decimalText } from './numbers.ts';
import { type Plan, type PlannedColumn, presentColumns, type SourceColumn } from './plan.ts';
import { belongs, rowFault } from './row.ts';
import { booleanText, wordText } from './words.ts';

const nullWords = (plan: Plan, one?: PlannedColumn): readonly string[] =>
  one?.source.null_words ?? plan.mapping.reading.null_words ?? [];

/** First step: the delivered cell, trimmed, null words gone, words translated. */
const cleaned = (plan: Plan, one: PlannedColumn, blanks: Blanks): string => {
  if (one.constant !== undefined) return text(one.constant);
  if (one.cells.length === 0) return 'NULL::VARCHAR';
  const words = nullWords(plan, one);
  const values = one.cells.map((source) => clean(source.cell, words, blanks));
  const [only] = values;
  const value =
    one.source.join || only === undefined
      ? `nullif(concat_ws(${text(one.source.separator ?? ' ')}, ${values.join(', ')}), '')`
      : only;
  return translate(inCase(value, one.source.case), one.source.values, one.source.otherwise);
};

/** Third step, for what was not canonical as it stood: SQL of a value in the text form of the contract's format. */
export const formed = (plan: Plan, one: PlannedColumn, value: string): string => {
  const { reading } = plan.mapping;
  if (one.column.words) return wordText(value, one.column.words);
  switch (one.column.format) {
    case 'date':
    case 'partial-date': {
      const formats = one.source.date_formats ?? reading.date_formats ?? ['iso'];
      return one.zone
        ? localDate(one, value, formats)
        : dateText(value, formats, reading.time_zone);
    }
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

const PLAIN_WORDS = { TRUE: 'true', True: 'true', FALSE: 'false', False: 'false' } as const;

/** `TRUE` of a CSV and `true` of its JSON twin are one value. */
const plainWord = (value: string): string =>
  `CASE WHEN ${value} IN (${Object.keys(PLAIN_WORDS).map(text).join(', ')}) THEN lower(${value}) ELSE ${value} END`;

/** The same for all values of a JSON object at once: within a string, a quote after a colon would be escaped. */
const plainWords = (json: string): string =>
  Object.entries(PLAIN_WORDS).reduce(
    (sql, [word, plain]) => `replace(${sql}, ':"${word}"', ':"${plain}"')`,
    json,
  );

/**
 * JSON of the cells that have a value, NULL where none has. Cells that need cleaning go through one expression over a list,
 * because one for each of some hundred columns takes the engine minutes to plan.
 */
export const jsonOf = (plan: Plan, columns: readonly SourceColumn[], blanks: Blanks): string => {
  if (columns.length === 0) return 'NULL::VARCHAR';
  const words = nullWords(plan);
  const name = (column: SourceColumn): string => text(`${JSON.stringify(column.name)}:`);
  if (blanks === 'none' && words.length === 0) {
    const cells = columns.map((one) => `${name(one)} || to_json(${one.cell})::VARCHAR`);
    return `'{' || nullif(${plainWords(`concat_ws(',', ${cells.join(', ')})`)}, '') || '}'`;
  }
  const cells = columns.map(({ cell }) => cell);
  const value = plainWord(clean('x', words, blanks));
  const members = `list_transform([${cells.join(', ')}], lambda x, i: list_extract([${columns.map(name).join(', ')}], i) || to_json(${value})::VARCHAR)`;
  return `'{' || nullif(array_to_string(${members}, ','), '') || '}'`;
};

const deletedOf = (plan: Plan): string => {
  if (deletedBy(plan.feed).length > 0) return "'true'";
  const signal = deletedWhere(plan.feed);
  if (!plan.deleted || !signal) return 'NULL::VARCHAR';
  const values = signal.values.map((value) => text(value.toLowerCase())).join(', ');
  return `CASE WHEN lower(trim(${plan.deleted.cell})) IN (${values}) THEN 'true' END`;
};

const ROW = '_row, _fault, _extra, _deleted, _raw';

/** md5 of the values that the row has, by name, so that a new contract column leaves old ids alone. */
const contentHash = (plan: Plan): string => {
  const parts = plan.columns
    .filter((one) => !one.isContentId)
    .map(({ column }) => `${text(`${column.name}=`)} || ${identifier(column.name)}`);
  return `md5(concat_ws(chr(31), ${parts.join(', ')}))`;
};

/** Ids from content; each is its row's first of that content until the whole file has been seen. */
const withContentIds = (plan: Plan, rows: string): string => {
  const ids = plan.columns
    .filter((one) => one.isContentId)
    .map((one) => identifier(one.column.name));
  if (ids.length === 0) return rows;
  return `SELECT *, ${ids.map((id) => `_hash || '-1' AS ${id}`).join(', ')} FROM (SELECT *, ${contentHash(plan)} AS _hash FROM (${rows}))`;
};

/** JSON of the delivered cells, for quarantine. */
const rawOf = (plan: Plan, blanks: Blanks): string => {
  const dropped = new Set(plan.dropped);
  const shown = plan.header.filter((column) => !dropped.has(column.name));
  return `coalesce(_cells, ${jsonOf(plan, shown, blanks)})`;
};

/**
 * SQL of the cleaned cells of a feed's rows: `_row`, `_fault`, `_extra`, `_deleted`, `_raw` (JSON of the delivered cells, NULL
 * unless asked for), the contract's columns but those of content ids, and what tells how numbers are adjusted.
 */
export const cleanedSql = (
  plan: Plan,
  relation: string,
  blanks: Blanks,
  hasRaw = false,
): string => {
  const columns = plan.columns
    .filter((one) => !one.isContentId)
    .flatMap((one) => [
      `${cleaned(plan, one, blanks)} AS ${identifier(one.column.name)}`,
      ...tellingCells(one),
      ...zoneCells(one),
    ]);
  const raw = hasRaw ? rawOf(plan, blanks) : 'NULL::VARCHAR';
  return `SELECT _row, ${rowFault(plan.header, blanks)} AS _fault, ${jsonOf(plan, plan.extra, blanks)} AS _extra, ${deletedOf(plan)} AS _deleted, ${raw} AS _raw, ${columns.join(', ')} FROM (${relation})${belongs(plan)}`;
};

/**
 * SQL of a feed's rows in canonical text, from a relation of delivered rows: `_row`, the contract's columns, `_extra`,
 * `_deleted`, `_refused` (`rule|column` of the first rule broken, else NULL), and `_raw` (JSON of the delivered cells,
 * NULL unless asked for). Cleaned cells that are canonical as they stand are flagged, and neither translated nor checked again.
 */
export const canonicalSql = (
  plan: Plan,
  relation: string,
  blanks: Blanks,
  hasRaw = false,
): string => {
  const steps = plan.columns.filter((one) => !one.isContentId);
  const name = (one: PlannedColumn): string => identifier(one.column.name);
  const flags = steps.flatMap((one) => {
    const test =
      one.cells.length > 0 &&
      !isAdjusted(one) &&
      !one.zone &&
      isCanonical(one.column, name(one), plan.mapping.reading);
    return test ? [{ one, sql: `${test} AS ${flagOf(one.column)}` }] : [];
  });
  const flagged = new Set(flags.map(({ one }) => one.column.name));
  const third = steps.map((one) => {
    const form = formed(plan, one, name(one));
    const value = flagged.has(one.column.name)
      ? `CASE WHEN ${flagOf(one.column)} THEN ${name(one)} ELSE ${form} END`
      : form;
    return `${value} AS ${name(one)}`;
  });
  const kept = [
    ...flags.map(({ one }) => flagOf(one.column)),
    ...steps.flatMap((one) => [...tellingNames(one), ...zoneNames(one)]),
  ];
  const cells = cleanedSql(plan, relation, blanks, hasRaw);
  const seen = `SELECT ${['*', ...flags.map(({ sql }) => sql)].join(', ')} FROM (${cells})`;
  const rows = withAdjusted(steps, `SELECT ${[ROW, ...third, ...kept].join(', ')} FROM (${seen})`);
  const names = plan.columns.map(name).join(', ');
  const fault = faultOf(plan.contract, plan.required, new Set(presentColumns(plan)), flagged);
  return `SELECT _row, ${names}, _extra, _deleted, _raw, ${fault} AS _refused FROM (${withContentIds(plan, rows)})`;
};
