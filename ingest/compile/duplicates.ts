import { type Engine, identifier, text } from '../engine.ts';
import type { Piece } from '../formats/piece.ts';
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
  const [found] = await engine.rows(
    `SELECT (SELECT count(*) FROM ${parts}) > (SELECT count(*) FROM (SELECT DISTINCT hash(${keyOf(plan)}) FROM ${parts})) AS is_repeated`,
  );
  return found?.is_repeated === true;
};

/** Rows that are set aside at once: their delivered cells are sorted, which takes memory for each. */
const RUN_ROWS = 65_536;

/** SQL conditions on `_row` that between them meet every row of `duplicates` that a piece can hold, each a run of rows. */
export const runsWithin = async (
  engine: Engine,
  { relation }: Piece,
): Promise<readonly string[]> => {
  const [ends] = await engine.rows(
    `SELECT coalesce(min(_row), 0)::BIGINT AS lowest, coalesce(max(_row), -1)::BIGINT AS highest FROM (${relation})`,
  );
  const runs = await engine.rows(
    `SELECT DISTINCT (_row // ${RUN_ROWS})::BIGINT AS run FROM duplicates WHERE _row BETWEEN ${ends?.lowest} AND ${ends?.highest} ORDER BY run`,
  );
  return runs.map(({ run }) => {
    const from = Number(run) * RUN_ROWS;
    return `_row BETWEEN ${from} AND ${from + RUN_ROWS - 1}`;
  });
};

/** SQL of why a row of `duplicates` was set aside. */
export const duplicateReason = `'the same key as row ' || duplicates.kept_row || CASE WHEN duplicates.is_same THEN ', and the same values; that row was kept' ELSE ', with other values; that row was kept' END`;

const PLACE = '_row, part, file_row_number';
const PLACE_VALUE = 'struct_pack(_row := _row, part := part, file_row_number := file_row_number)';

/** SQL of all rows of a key but the first in an order, each with its place in it. */
const ranked = (key: string, order: string): string =>
  `ranked AS (SELECT *, row_number() OVER same AS ordinal, first_value(_row) OVER same AS first_row, first_value(content) OVER same AS first_content FROM alike WINDOW same AS (PARTITION BY ${key} ORDER BY ${order}, ${PLACE})) SELECT part, file_row_number, ${key}, _row, ordinal, first_row AS kept_row, content = first_content AS is_same FROM ranked WHERE ordinal > 1`;

/** As `ranked` by place, without sorting, so that memory does not grow with the rows of a key; every ordinal is 2. */
const afterFirst = (key: string): string =>
  `kept AS (SELECT ${key}, min(${PLACE_VALUE}) AS place, arg_min(content, ${PLACE_VALUE}) AS kept_content FROM alike GROUP BY ALL) SELECT part, file_row_number, ${key}, _row, 2 AS ordinal, place._row AS kept_row, content = kept_content AS is_same FROM alike JOIN kept USING (${key}) WHERE alike._row <> place._row OR alike.part <> place.part OR alike.file_row_number <> place.file_row_number`;

/**
 * Fills table `duplicates` (`part`, counting `files` from 0, `file_row_number`, `_row`, the key, `kept_row`, `is_same`,
 * `ordinal`): the second and later rows of each key, in numbers where they can be, because all rows of a file may be
 * duplicates. Of rows with one key the one that was modified last is kept where the profile says which column tells, else
 * the first; `is_same` says whether the others agree. Rows that are known by their content alone are no duplicates: `ordinal`
 * tells which of their kind each is.
 */
export const findDuplicates = async (
  engine: Engine,
  plan: Plan,
  parts: Parts,
  files: readonly string[],
): Promise<void> => {
  const key = keyOf(plan);
  const values = plan.contract.columns.map((column) => identifier(column.name)).join(', ');
  const part = `list_position([${files.map(text).join(', ')}], filename)::INTEGER - 1 AS part`;
  const alike = `WITH repeated AS (SELECT ${key} FROM ${parts} GROUP BY ALL HAVING count(*) > 1), alike AS (SELECT *, ${part}, md5_number(to_json([${values}, _extra])::VARCHAR) AS content FROM ${parts} SEMI JOIN repeated USING (${key}))`;
  const modified = modifiedOf(plan);
  const newest = modified && `${modified} DESC NULLS LAST`;
  const order = identifiesByContent(plan) ? '_extra NULLS FIRST' : newest;
  const rest = order === undefined ? afterFirst(key) : ranked(key, order);
  await engine.run(`CREATE OR REPLACE TABLE duplicates AS ${alike}, ${rest}`);
};

/** SQL that rewrites one part without its duplicates, or with the ordinals of those known by content. */
export const withoutDuplicates = (plan: Plan, file: string, part: number): string => {
  const from = `FROM read_parquet(${text(file)}, hive_partitioning = false, file_row_number = true) AS rows LEFT JOIN duplicates ON duplicates.part = ${part} AND duplicates.file_row_number = rows.file_row_number`;
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
