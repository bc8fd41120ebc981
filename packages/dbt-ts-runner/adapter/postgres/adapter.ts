import type { Pool, PoolClient, PoolConfig } from 'pg';
import { RunnerError, sentenceOf } from '../../errors.ts';
import type { Adapter, Session } from '../adapter.ts';
import type { Encryption } from './encryption.ts';
import { databaseFailure, isConflict, isFromServer } from './failure.ts';
import { PostgresSession } from './session.ts';
import type { PostgresSettings } from './settings.ts';

/** A PostgreSQL server; the driver is loaded and connected with the first session. */
export class PostgresAdapter implements Adapter {
  readonly type = 'postgres';
  readonly keepsNullWord = false;
  readonly #settings: PostgresSettings;
  /** The server processes at work, by the connection they serve. */
  readonly #processes = new Map<PoolClient, number>();
  readonly #working = new Set<PoolClient>();
  #opening: Promise<Pool> | undefined;

  constructor(settings: PostgresSettings) {
    this.#settings = settings;
  }

  get database(): string {
    return this.#settings.database;
  }

  async openSession(): Promise<Session> {
    this.#opening ??= this.#open();
    const client = await this.#connect(await this.#opening);
    this.#working.add(client);
    return new PostgresSession(client, () => this.#working.delete(client));
  }

  interrupt(): void {
    const ids = [...this.#working].map((client) => this.#processes.get(client));
    if (ids.length > 0) void this.#cancel(ids).catch(() => undefined);
  }

  isConflict(error: unknown): boolean {
    return isConflict(error);
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    if (opening !== undefined) await (await opening.catch(() => undefined))?.end();
  }

  async #cancel(ids: readonly unknown[]): Promise<void> {
    const client = await (await this.#opening)?.connect();
    await client?.query('select pg_cancel_backend(id) from unnest($1::int[]) as id', [ids]);
    client?.release();
  }

  /** Finds the way of encryption that the server takes. */
  async #open(): Promise<Pool> {
    const { Pool } = (await import('pg')).default;
    let failure: unknown;
    for (const encryption of this.#settings.encryptions) {
      const pool = new Pool(poolConfig(this.#settings, encryption));
      pool.on('error', () => undefined);
      try {
        (await this.#connect(pool)).release();
        return pool;
      } catch (error) {
        if (!isFromServer(failure)) failure = error;
        await pool.end();
      }
    }
    this.#opening = undefined;
    throw failure;
  }

  async #connect(pool: Pool): Promise<PoolClient> {
    const { host, port, retries, onConnect } = this.#settings;
    for (let attempt = 0; ; attempt++) {
      let client: PoolClient;
      try {
        client = await pool.connect();
      } catch (error) {
        if (attempt < retries) continue;
        throw new RunnerError(
          'database_failed',
          `The PostgreSQL server at ${host}:${port} cannot be reached: ${sentenceOf(error)}`,
          { cause: error },
        );
      }
      if (!this.#processes.has(client)) await this.#prepare(client, onConnect);
      return client;
    }
  }

  async #prepare(client: PoolClient, onConnect: readonly string[]): Promise<void> {
    client.on('error', () => undefined);
    try {
      const { rows } = await client.query<{ id: number }>('select pg_backend_pid() as id');
      for (const statement of onConnect) await client.query(statement);
      this.#processes.set(client, rows[0]?.id ?? 0);
    } catch (error) {
      client.release(true);
      throw databaseFailure(error);
    }
  }
}

function poolConfig(settings: PostgresSettings, ssl: Encryption): PoolConfig {
  const { host, port, user, password, database, connectTimeout, keepalivesIdle } = settings;
  return {
    host,
    port,
    user,
    database,
    ssl,
    application_name: settings.applicationName,
    connectionTimeoutMillis: connectTimeout * 1000,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepalivesIdle * 1000,
    max: 100,
    allowExitOnIdle: true,
    ...(password === undefined ? {} : { password }),
  };
}
