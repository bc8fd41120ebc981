import type { Session } from 'dbt-ts-runner';
import type { Input } from './input.ts';
import type { Slices } from './slices.ts';
import { pathOf, sameIn, type Table } from './table.ts';

/**
 * A relation of the rows of a table that are of the renewed slices. They are found by the columns of these alone, their ids
 * kept as `<part>_ids`, and then read by these.
 */
export async function rowsOfSlices(
  session: Session,
  { by }: Slices,
  table: Table,
  part: string,
  columns = '*',
): Promise<string> {
  await session.execute(
    `create temp table ${part}_ids as select own.rowid as _id from ${pathOf(table)} as own
     semi join temp.renewed_slices as slices on ${sameIn(by, 'own', 'slices')}`,
  );
  return `(select ${columns} from ${pathOf(table)} where rowid in (select _id from temp.${part}_ids))`;
}

/** The same of a view: it computes its columns for the rows of the feed that they rest on. */
async function viewOfSlices(
  session: Session,
  { by }: Slices,
  table: Table,
  view: NonNullable<Input['view']>,
  part: string,
): Promise<string> {
  const ofSlices = `semi join temp.renewed_slices as slices on ${sameIn(by, 'own', 'slices')}`;
  await session.execute(
    `create temp table ${part}_rows as select own.* from ${view.feed} as own
     semi join (select own._load_id, own._row from ${pathOf(table)} as own ${ofSlices}) as found
       on own._load_id = found._load_id and own._row = found._row`,
  );
  const computed = view.sql.replaceAll(view.feed, `temp.${part}_rows`);
  return `(select own.* from (${computed}) as own ${ofSlices})`;
}

/** What stands for an input in the SQL of the renewed slices: its rows of these, kept where the SQL reads them more than once. */
async function cutInput(
  session: Session,
  slices: Slices,
  { table, view }: Input,
  sql: string,
  part: string,
): Promise<string> {
  const isReadOnce = sql.split(pathOf(table)).length === 2;
  const rows = view
    ? await viewOfSlices(session, slices, table, view, part)
    : await rowsOfSlices(session, slices, table, part);
  if (isReadOnce && !view) return rows;
  await session.execute(`create temp table ${part} as from ${rows}`);
  return `temp.${part}`;
}

/** The SQL of a model, held to the rows of its inputs that are of the renewed slices. */
export async function cutToSlices(
  session: Session,
  slices: Slices,
  inputs: readonly Input[],
  sql: string,
): Promise<string> {
  let cut = sql;
  for (const [index, input] of inputs.entries()) {
    const rows = await cutInput(session, slices, input, sql, `renewed_input_${index}`);
    cut = inPlaceOf(cut, pathOf(input.table), rows);
  }
  return cut;
}

/** The SQL with another relation in place of one, but where it is read `as whole`. */
function inPlaceOf(sql: string, path: string, other: string): string {
  const parts = sql.split(path);
  return parts.reduce(
    (before, after) => `${before}${/^\s+as\s+whole\b/i.test(after) ? path : other}${after}`,
  );
}
