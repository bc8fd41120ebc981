import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type Change, changesOf } from './renewal/changes.ts';
import { identifier } from './sql.ts';

/** Rows and content hash of one mart. */
export interface MartContent {
  readonly rows: number;
  /** Sums of the halves of the rows' MD5s: equal content gives equal sums in any row order. */
  readonly sums: readonly [string, string];
  /** Of rows and sums. */
  readonly hash: string;
}

/** The marts of the last build, and what changed since. */
export interface FormerMarts {
  readonly marts: Readonly<Record<string, MartContent>>;
  readonly changeOf: (mart: string) => Change;
}

/** SQL of the text of a column, a sign of its own where it is NULL. A decimal of 18 digits is written in a third of the time. */
function textOf(column: string, type: string): string {
  const name = identifier(column);
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1];
  const short =
    scale === undefined ? [] : [`cast(try_cast(${name} as DECIMAL(18,${scale})) as VARCHAR)`];
  return `coalesce(${[...short, `cast(${name} as VARCHAR)`].join(', ')}, chr(30))`;
}

/** SQL of the texts of the columns of every mart, both in the order of their names. */
async function martsOf(connection: DuckDBConnection): Promise<Map<string, string[]>> {
  const reader = await connection.runAndReadAll(
    `select table_name, column_name, data_type from duckdb_columns()
     where schema_name = 'marts' and database_name = current_database() order by all`,
  );
  const marts = new Map<string, string[]>();
  for (const [table, column, type] of reader.getRows())
    marts.set(String(table), [
      ...(marts.get(String(table)) ?? []),
      textOf(String(column), String(type)),
    ]);
  return marts;
}

/** Rows of a relation and sums of their hashes over the texts of its columns. */
async function sumsOf(
  connection: DuckDBConnection,
  relation: string,
  texts: readonly string[],
): Promise<readonly [bigint, bigint, bigint]> {
  const reader = await connection.runAndReadAll(
    `select count(*), coalesce(sum((md5 >> 64)::UBIGINT), 0)::VARCHAR,
       coalesce(sum((md5 & 18446744073709551615::UHUGEINT)::UBIGINT), 0)::VARCHAR
     from (select md5_number(concat_ws(chr(31), ${texts.join(', ')})) as md5 from ${relation})`,
  );
  const [rows, lower, upper] = reader.getRows()[0] ?? [];
  return [BigInt(String(rows)), BigInt(String(lower)), BigInt(String(upper))];
}

function contentOf([rows, lower, upper]: readonly [bigint, bigint, bigint]): MartContent {
  const sums = [String(lower), String(upper)] as const;
  const hash = createHash('md5').update(`${rows} ${sums[0]} ${sums[1]}`).digest('hex');
  return { rows: Number(rows), sums, hash };
}

/** The content of a mart whose former content and whose rows that came and went are known. */
async function renewedContent(
  connection: DuckDBConnection,
  name: string,
  texts: readonly string[],
  former: MartContent,
): Promise<MartContent> {
  const part = (kind: 'came' | 'gone') =>
    sumsOf(connection, changesOf({ schema: 'marts', name }, kind), texts);
  const [came, gone] = [await part('came'), await part('gone')];
  return contentOf([
    BigInt(former.rows) + came[0] - gone[0],
    BigInt(former.sums[0]) + came[1] - gone[1],
    BigInt(former.sums[1]) + came[2] - gone[2],
  ]);
}

/** Hashes every table of schema `marts`; of those that only changed since the last build, what changed. */
export async function hashMarts(
  connection: DuckDBConnection,
  last?: FormerMarts,
): Promise<Record<string, MartContent>> {
  const contents: Record<string, MartContent> = {};
  for (const [name, texts] of await martsOf(connection)) {
    const former = last?.marts[name];
    const change = former && last ? last.changeOf(name) : 'any';
    if (former && change === 'none') contents[name] = former;
    else if (former && change === 'listed')
      contents[name] = await renewedContent(connection, name, texts, former);
    else contents[name] = contentOf(await sumsOf(connection, `marts.${identifier(name)}`, texts));
  }
  return contents;
}
