import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier, text } from '../sql.ts';

/** How the rows of one mart differ between two builds, by study where it has one. */
export interface MartDifference {
  readonly mart: string;
  readonly study: string | null;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** Names of columns that differ in rows that both have. */
  readonly columns: readonly string[];
}

async function columnsOf(connection: DuckDBConnection, catalog: string, mart: string) {
  const reader = await connection.runAndReadAll(
    `select column_name from information_schema.columns
     where table_catalog = $catalog and table_schema = 'marts' and table_name = $mart
     order by ordinal_position`,
    { catalog, mart },
  );
  return reader.getRows().map(([name]) => String(name));
}

/** A mart in the attached builds `before` and `after`, until the next one is compared. */
export interface ComparedMart {
  readonly name: string;
  /** Columns that it has in both builds, but for those that say when a row was known. */
  readonly columns: readonly string[];
  /** From the first `from` to the last condition: rows that only one of both has, as `a` and `b`, side by side by the key. */
  readonly differing: string;
}

const isSame = (name: string): string =>
  `a.${identifier(name)} is not distinct from b.${identifier(name)}`;

/**
 * Lays a mart of two builds side by side by its key, columns that are unique together; without one that both have, rows
 * are the same or not. Rows that the column `time` dates after `asOf` in both are left out: they change nothing that was known of that day.
 * Undefined where the builds have no column of it in common.
 */
export async function compareMart(
  connection: DuckDBConnection,
  {
    name,
    key,
    time,
    asOf,
  }: {
    name: string;
    key: readonly string[] | undefined;
    time: string | undefined;
    asOf: string;
  },
): Promise<ComparedMart | undefined> {
  const later = new Set(await columnsOf(connection, 'after', name));
  const common = (await columnsOf(connection, 'before', name)).filter((one) => later.has(one));
  const columns = common.filter((one) => !one.startsWith('known_'));
  if (columns.length === 0) return undefined;
  const isKeyed = key?.every((one) => common.includes(one)) ?? false;
  const keys = (isKeyed && key ? key : columns).map(identifier);
  const values = keys.map((one, at) => `${one} as _key_${at}`);
  const rows = (catalog: string): string =>
    `select ${[...columns.map(identifier), ...values].join(', ')} from ${catalog}.marts.${identifier(name)}`;
  const except = isKeyed ? 'except' : 'except all';
  for (const [one, other] of [
    ['before', 'after'],
    ['after', 'before'],
  ] as const)
    await connection.run(
      `create or replace temp table only_${one} as
       select *, true as _is_there from (${rows(one)} ${except} ${rows(other)})`,
    );
  const match = keys.map((_, at) => `a._key_${at} is not distinct from b._key_${at}`).join(' and ');
  const dated = time !== undefined && columns.includes(time) ? identifier(time) : undefined;
  const early = dated
    ? `where coalesce(least(a.${dated}, b.${dated}) <= date ${text(asOf)}, true)`
    : '';
  const differing = `from only_before as a full outer join only_after as b on ${match} ${early}`;
  return { name, columns, differing };
}

/** Differences of a mart by study; none where it is the same. */
export async function martDifferences(
  connection: DuckDBConnection,
  { name: mart, columns, differing }: ComparedMart,
): Promise<MartDifference[]> {
  const study = columns.includes('study_id') ? 'coalesce(b.study_id, a.study_id)' : 'null';
  const both = 'a._is_there and b._is_there';
  const changes = columns.map(
    (name) => `count(case when ${both} and not (${isSame(name)}) then 1 end)`,
  );
  const reader = await connection.runAndReadAll(
    `select ${study} as study, count(case when a._is_there is null then 1 end),
       count(case when b._is_there is null then 1 end), count(case when ${both} then 1 end),
       [${changes.join(', ')}]
     ${differing} group by 1 order by 1`,
  );
  return reader.getRowsJson().map(([of, added, removed, changed, counts]) => ({
    mart,
    study: of === null ? null : String(of),
    added: Number(added),
    removed: Number(removed),
    changed: Number(changed),
    columns: columns.filter((_, at) => Number((counts as unknown[])[at]) > 0),
  }));
}
