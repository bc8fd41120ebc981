import type { ContractColumn } from '../contract.ts';
import { identifier } from '../engine.ts';
import type { Piece } from '../formats/piece.ts';
import { isAdjusted } from './amounts.ts';
import { cleanedSql, formed } from './canonical.ts';
import { isCanonical, isNoShownDay, isValid } from './form.ts';
import { isPresent, type Plan, type PlannedColumn } from './plan.ts';
import { isDelivered } from './row.ts';

/** Whether rows of this plan can be canonical by being cleaned alone. */
export const mayBePlain = ({ columns }: Plan): boolean =>
  !columns.some((one) => one.isContentId || isAdjusted(one) || one.zone);

/**
 * SQL of cleaned rows, taken for canonical: what `canonicalSql` gives wherever `proofSql` holds. A row for which `isNext`, SQL
 * that looks at its key and the one before, does not hold is refused, so that the proof fails.
 */
export const plainSql = (plan: Plan, { relation, blanks }: Piece, isNext?: string): string => {
  const names = plan.columns.map(({ column }) => identifier(column.name)).join(', ');
  const refused = isNext ? `CASE WHEN ${isNext} THEN _fault ELSE 'out of order' END` : '_fault';
  return `SELECT _row, ${names}, _extra, _deleted, _raw, ${refused} AS _refused FROM (${cleanedSql(plan, relation, blanks)})`;
};

/** Whether a column's values are those of one cell, as delivered. */
const isVerbatim = ({ cells, source }: PlannedColumn): boolean =>
  cells.length === 1 &&
  cells.every(({ cell }) => isDelivered(cell)) &&
  !source.join &&
  !source.values &&
  source.otherwise === undefined &&
  !source.case;

/** SQL: whether a value is valid and translation would leave it alone; undefined where each is sure to be. */
const vouched = (
  plan: Plan,
  { hasExponents = true }: Piece,
  one: PlannedColumn,
  value: string,
): string | undefined => {
  const { column } = one;
  const valid = isValid(column, value);
  if (valid === undefined) return undefined;
  if (column.format === 'identifier' && !column.words)
    return `coalesce(${isVerbatim(one) && !hasExponents ? isNoShownDay(value) : valid}, true)`;
  const asItStands = isCanonical(column, value, plan.mapping.reading) ?? 'false';
  return `CASE WHEN ${value} IS NULL OR ${asItStands} THEN true ELSE coalesce(${valid} AND ${formed(plan, one, value)} = ${value}, false) END`;
};

/** Whether a column has few values, so that telling them apart costs less than looking at the value of each row. */
const hasFewValues = ({ words, format }: ContractColumn): boolean =>
  words !== undefined ||
  (format !== undefined && ['date', 'partial-date', 'year-month', 'boolean'].includes(format));

/**
 * SQL of `is_proven`: whether all rows that `plainSql` gave of a piece, and that stand in `rows` as they landed, are sound,
 * hold what is required and are canonical.
 */
export const proofSql = (plan: Plan, piece: Piece, rows: string): string => {
  const required = plan.required.map((name) => `count(${identifier(name)}) = count(*)`);
  const forms = plan.columns.filter(isPresent).flatMap((one) => {
    const name = identifier(one.column.name);
    const isFew = hasFewValues(one.column);
    const test = vouched(plan, piece, one, isFew ? 'value' : name);
    if (test === undefined) return [];
    return isFew
      ? `(SELECT bool_and(${test}) FROM (SELECT DISTINCT ${name} AS value FROM ${rows}))`
      : `bool_and(${test})`;
  });
  return `SELECT ${['min(_row) > 0', ...required, ...forms].join(' AND ')} AS is_proven FROM ${rows}`;
};
