import type { Session } from 'dbt-ts-runner';
import { bringUpToDate, computeRows, dropRows } from './changes.ts';
import { pathOf, type Table } from './table.ts';

/**
 * Computes a table as a whole and writes what is other than in the last build, which costs less than to write all of it.
 * Resolves to the number of rows that came and went; undefined, with nothing done, where its columns are other ones.
 */
export async function renewWhole(
  session: Session,
  target: Table,
  sql: string,
): Promise<number | undefined> {
  const path = pathOf(target);
  const fresh = await computeRows(session, sql);
  const former = await session.describe(`from ${path}`);
  if (JSON.stringify(fresh) === JSON.stringify(former))
    return bringUpToDate(session, target, fresh, `(select rowid as _rowid, * from ${path})`);
  await dropRows(session);
  return undefined;
}
