import pg from 'pg';
import { startPostgres } from '../support/postgres_server.ts';

/** A database that the suite runs on. */
export interface Database {
  readonly name: 'duckdb' | 'postgres';
  /** What the suite's Python needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** DuckDB, in a file of each test class's own. */
export const duckdb: Database = { name: 'duckdb', env: {}, stop: async () => undefined };

/** The databases there are: DuckDB, and PostgreSQL where a server runs. */
export async function openDatabases(): Promise<Database[]> {
  const server = await startPostgres();
  if (server === undefined) return [duckdb];
  await prepare(server.port);
  const env = { ADAPTER_SUITE_PORT: String(server.port) };
  return [duckdb, { name: 'postgres', env, stop: server.stop }];
}

/** The user, databases and grantees that the suite's tests name. */
async function prepare(port: number): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    database: 'postgres',
  });
  await client.connect();
  try {
    await client.query('create role root superuser login');
    await client.query('create database dbt owner root');
    await client.query('create database "dbtMixedCase" owner root');
    for (const number of [1, 2, 3]) await client.query(`create role dbt_test_user_${number}`);
  } finally {
    await client.end();
  }
}
