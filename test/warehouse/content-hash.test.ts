import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashMarts, type MartContent } from '../../warehouse/content-hash.ts';

let database: DuckDBInstance;
beforeEach(async () => {
  database = await DuckDBInstance.create();
});
afterEach(() => database.closeSync());

/** Contents of marts made by SQL. */
async function contents(...sql: readonly string[]): Promise<Record<string, MartContent>> {
  const connection = await database.connect();
  try {
    for (const statement of ['create schema marts', ...sql]) await connection.run(statement);
    return await hashMarts(connection);
  } finally {
    connection.closeSync();
  }
}

test('values are hashed as they are written, amounts of any size included', async () => {
  const { typed, written } = await contents(
    `create table marts.typed (amount decimal(38, 4), rate decimal(38, 10), day date, known timestamp, is_open boolean,
       n bigint, name varchar)`,
    `insert into marts.typed values
       (-0.05, 0.1, '2026-03-31', '2026-03-31 22:00:00', true, 7, 'é'),
       (1234567890123456789012345678901234.5678, -1234567890.0123456789, null, null, false, -1, ''),
       (99999999999999.9999, 99999999.9999999999, '0001-01-01', '2026-03-31 22:00:00.125', null, 0, null),
       (100000000000000.0000, 100000000.0000000000, null, null, null, null, 'a'),
       (0, null, null, null, null, null, null)`,
    `create table marts.written (amount varchar, rate varchar, day varchar, known varchar, is_open varchar, n varchar,
       name varchar)`,
    `insert into marts.written values
       ('0.0000', null, null, null, null, null, null),
       ('-0.0500', '0.1000000000', '2026-03-31', '2026-03-31 22:00:00', 'true', '7', 'é'),
       ('1234567890123456789012345678901234.5678', '-1234567890.0123456789', null, null, 'false', '-1', ''),
       ('99999999999999.9999', '99999999.9999999999', '0001-01-01', '2026-03-31 22:00:00.125', null, '0', null),
       ('100000000000000.0000', '100000000.0000000000', null, null, null, null, 'a')`,
  );
  expect(typed?.rows).toBe(5);
  expect(typed).toEqual(written);
});

test('another value, a value in another column and a row more make another hash', async () => {
  const found = await contents(
    "create table marts.one as select 'a' as left_name, null::varchar as right_name",
    "create table marts.value as select 'b' as left_name, null::varchar as right_name",
    "create table marts.place as select null::varchar as left_name, 'a' as right_name",
    "create table marts.twice as select 'a' as left_name, null::varchar as right_name from range(2)",
  );
  expect(new Set(Object.values(found).map(({ hash }) => hash)).size).toBe(4);
});
