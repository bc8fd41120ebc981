import { type Engine, identifier, text } from '../engine.ts';
import { deletedBy, nameKey } from '../profiles/profile.ts';
import type { Plan } from './plan.ts';

/** SQL of the rows of a load's parts, with the file that each stands in. */
export type Parts = string;

/** Whether a feed's key is made of what its rows hold. */
export const identifiesByContent = (plan: Plan): boolean =>
  plan.columns.some((one) => one.isContentId && plan.contract.key.includes(one.column.name));

/** Whether no two rows of one load may share a key; in a log a key may return, and a file of deletes may lack it. */
export const isKeyed = (plan: Plan): boolean =>
  plan.mode !== 'log' && deletedBy(plan.feed).length === 0;

const pointer = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** SQL of the time of a row's last change, for times that sort as text; NULL where the file or the row has none. */
const modifiedOf = (plan: Plan): string | undefined => {
  const { modified } = plan.mapping.reading;
  if (modified === undefined) return undefined;
  const extra = plan.extra.find(({ name }) => nameKey(name) === nameKey(modified));
  const mapped = plan.columns.find(
    ({ cells }) =>
      cells.length === 1 && cells.some(({ name }) => nameKey(name) === nameKey(modified)),
  );
  const value = extra
    ? `json_extract_string(_extra, ${text(pointer(extra.name))})`
    : mapped && identifier(mapped.column.name);
  return value && `CASE WHEN regexp_matches(${value}, '^\\d{4}-\\d\\d-\\d\\d') THEN ${value} END`;
};

const keyOf = (plan: Plan): string => plan.contract.key.map(identifier).join(', ');

/** Whether any key stands in two rows. Hashes first: they take a fraction of the memory of the keys themselves. */
export const hasRepeatedKey = async (
  engine: Engine,
  plan: Plan,
  parts: Parts,
): Promise<boolean> => {
  const found = await engine.rows(
    `SELECT 1 FROM (SELECT hash(${keyOf(plan)}) AS h FROM ${parts}) GROUP BY h HAVING count(*) > 1 LIMIT 1`,
  );
  return found.length > 0;
};

/**
 * Fills table `duplicates` (`filename`, `file_row_number`, `_row`, the key, `reason`, `ordinal`): the second and later rows
 * of each key. Of rows with one key the one that was modified last is kept where the profile says which column tells, else
 * the first; the reason says whether the others agree. Rows that are known by
 * their content alone are no duplicates: `ordinal` tells which of their kind each is.
 */
export const findDuplicates = async (engine: Engine, plan: Plan, parts: Parts): Promise<void> => {
  const key = keyOf(plan);
  const values = plan.contract.columns.map((column) => identifier(column.name)).join(', ');
  const place = '_row, filename, file_row_number';
  const modified = modifiedOf(plan);
  const newest = modified === undefined ? place : `${modified} DESC NULLS LAST, ${place}`;
  const order = identifiesByContent(plan) ? `_extra NULLS FIRST, ${place}` : newest;
  await engine.run(
    `CREATE OR REPLACE TABLE duplicates AS WITH repeated AS (SELECT ${key} FROM ${parts} GROUP BY ALL HAVING count(*) > 1), alike AS (SELECT *, md5(to_json([${values}, _extra])::VARCHAR) AS content FROM ${parts} SEMI JOIN repeated USING (${key})), ranked AS (SELECT *, row_number() OVER same AS ordinal, first_value(_row) OVER same AS first_row, first_value(content) OVER same AS first_content FROM alike WINDOW same AS (PARTITION BY ${key} ORDER BY ${order})) SELECT filename, file_row_number, ${key}, _row, ordinal, 'the same key as row ' || first_row || CASE WHEN content = first_content THEN ', and the same values; that row was kept' ELSE ', with other values; that row was kept' END AS reason FROM ranked WHERE ordinal > 1`,
  );
};

/** SQL that rewrites one part without its duplicates, or with the ordinals of those known by content. */
export const withoutDuplicates = (plan: Plan, part: string): string => {
  const from = `FROM read_parquet(${text(part)}, hive_partitioning = false, file_row_number = true) AS rows LEFT JOIN duplicates ON duplicates.filename = ${text(part)} AND duplicates.file_row_number = rows.file_row_number`;
  const order = 'ORDER BY rows.file_row_number';
  if (!identifiesByContent(plan)) {
    return `SELECT rows.* EXCLUDE (file_row_number) ${from} WHERE duplicates.ordinal IS NULL ${order}`;
  }
  const ids = plan.columns
    .filter((one) => one.isContentId)
    .map(({ column }) => {
      const id = identifier(column.name);
      return `CASE WHEN duplicates.ordinal IS NULL THEN rows.${id} ELSE regexp_replace(rows.${id}, '-1$', '-' || duplicates.ordinal) END AS ${id}`;
    });
  return `SELECT rows.* EXCLUDE (file_row_number) REPLACE (${ids.join(', ')}) ${from} ${order}`;
};
