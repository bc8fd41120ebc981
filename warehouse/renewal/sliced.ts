import type { Session } from 'dbt-ts-runner';
import { identifier } from '../sql.ts';
import { bringUpToDate, changesOf, computeRows } from './changes.ts';
import { cutToSlices, rowsOfSlices } from './cut.ts';
import type { Input } from './input.ts';
import type { Slices } from './slices.ts';
import { columnsSql, countRows, pathOf, sameIn, type Table } from './table.ts';

/**
 * Up to how many row ids the engine seeks the rows where they lie (a setting of the session, 50 by default); of more, it
 * reads all of a table. Of rows that lie anywhere in three million, some thousand cost half of that, many thousand no less.
 */
const soughtRows = 5000;

const hasAll = (input: Input, columns: readonly string[]): boolean =>
  columns.every((column) => input.columns.includes(column));

/** Slices by reading rows whose columns are equal to rows of `reached`. */
function slicesReached(
  slices: Slices,
  sliced: readonly Input[],
  reached: string,
  columns: readonly string[],
) {
  const readers = sliced.filter((input) => hasAll(input, columns));
  if (readers.length === 0) return undefined;
  return readers.map(
    ({ table }) =>
      `select ${columnsSql(slices.by, 'own.')} from ${pathOf(table)} as own
       semi join (${reached}) as reached on ${sameIn(columns, 'own', 'reached')}`,
  );
}

/** Rows without a whole key close whatever has their record id. */
function slicesNamed({ by, named_by }: Slices, { table }: Input): string[] {
  if (!named_by) return [];
  const isWhole = by.map((column) => `${identifier(column)} is not null`).join(' and ');
  const name = identifier(named_by);
  return [
    `select ${columnsSql(by)} from ${pathOf(table)}
     where ${name} in (select ${name} from ${changesOf(table)} where not (${isWhole}))`,
  ];
}

/** Slices that may be others since snapshots came. */
const slicesOfSnapshots = (
  { by, reached_by_snapshots }: Slices,
  { table }: Input,
  target: Table,
): string =>
  `select ${columnsSql(by)} from (
     with change as (select * from ${changesOf(table)}), delivered as (select * from ${pathOf(table)}),
       former as (select * from ${pathOf(target)})
     select * from (${reached_by_snapshots}))`;

/** SQL of the slices that rows tell, or that are equal to these in columns of the sliced inputs. */
async function slicesOfRows(
  session: Session,
  slices: Slices,
  sliced: readonly Input[],
  rows: string,
): Promise<string[] | undefined> {
  const found = (await session.describe(rows)).map(({ name }) => name);
  if (slices.by.every((column) => found.includes(column)))
    return [`select ${columnsSql(slices.by)} from (${rows})`];
  return slicesReached(slices, sliced, rows, found);
}

/** SQL of the slices that one changed input reaches; undefined where it may reach any. */
async function slicesOfInput(
  session: Session,
  slices: Slices,
  sliced: readonly Input[],
  input: Input,
  target: Table,
  since: string,
): Promise<string[] | undefined> {
  const { table, columns } = input;
  const change = changesOf(table);
  const reached = slices.reached[table.name];
  if (hasAll(input, slices.by) && reached === undefined) {
    const own =
      input.change === 'with_snapshots'
        ? slicesOfSnapshots(slices, input, target)
        : `select ${columnsSql(slices.by)} from ${change}`;
    return input.view ? [own, ...slicesNamed(slices, input)] : [own];
  }
  if (input.change === 'with_snapshots') return undefined;
  if (table.name === 'int_as_of') {
    const days = slices.dated.flatMap((column) =>
      sliced
        .filter((reader) => reader.columns.includes(column))
        .map((reader) => ({ column, reader })),
    );
    if (
      slices.dated.length === 0 ||
      slices.dated.some((one) => !days.some(({ column }) => column === one))
    )
      return undefined;
    return days.map(
      ({ column, reader }) =>
        `select ${columnsSql(slices.by)} from ${pathOf(reader.table)} where ${identifier(column)} > date '${since}'`,
    );
  }
  if (reached !== undefined) {
    const found: string[] = [];
    for (const sql of [reached].flat()) {
      const some = await slicesOfRows(
        session,
        slices,
        sliced,
        `with change as (select * from ${change}) ${sql}`,
      );
      if (some === undefined) return undefined;
      found.push(...some);
    }
    return found;
  }
  const shared = slices.by.filter((column) => columns.includes(column));
  if (shared.length === 0) return undefined;
  return slicesReached(slices, sliced, `select ${columnsSql(shared)} from ${change}`, shared);
}

/** Whether what all slices look at is as it was in the last build. */
async function isAlike(
  session: Session,
  { alike }: Slices,
  inputs: readonly Input[],
): Promise<boolean> {
  if (alike === undefined) return true;
  const of = inputs.find(({ table }) => table.name === alike.of);
  if (of === undefined) return false;
  const rows = (database: string) =>
    `select distinct ${columnsSql(alike.columns)} from ${pathOf({ ...of.table, database })} where ${alike.where}`;
  const [now, before] = [rows(of.table.database), rows('last')];
  const differing = `((${now} except ${before}) union all (${before} except ${now}))`;
  return (await countRows(session, differing)) === 0;
}

/**
 * Renews the slices of a table that changed inputs reach. Leaves its rows that came and went as its changes and resolves to
 * their number; undefined, with nothing done, where the table must be built as a whole. `since` is the earlier of the as-of
 * dates of the two builds.
 */
export async function renewSlices(
  session: Session,
  target: Table,
  sql: string,
  slices: Slices,
  inputs: readonly Input[],
  since: string,
): Promise<number | undefined> {
  const sliced = inputs.filter(
    (input) => hasAll(input, slices.by) && slices.reached[input.table.name] === undefined,
  );
  if (sliced.length === 0 || !(await isAlike(session, slices, inputs))) return undefined;
  const reaching: string[] = [];
  for (const input of inputs.filter((one) => one.change !== 'none')) {
    const found = await slicesOfInput(session, slices, sliced, input, target, since);
    if (found === undefined) return undefined;
    reaching.push(...found);
  }
  await session.execute(
    `create temp table renewed_slices as select distinct * from (${reaching.join(' union all ')})`,
  );
  await session.execute(`set session dynamic_or_filter_threshold = ${soughtRows}`);
  const renewed = await cutToSlices(session, slices, sliced, sql);
  const ofSlices = `semi join renewed_slices as slices on ${sameIn(slices.by, 'own', 'slices')}`;
  const columns = await computeRows(session, `select own.* from (${renewed}) as own ${ofSlices}`);
  const former = await rowsOfSlices(session, slices, target, 'former', 'rowid as _rowid, *');
  await session.execute(`create temp table former_slices as from ${former}`);
  return bringUpToDate(session, target, columns, 'temp.former_slices');
}
