import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { RunnerError, sentenceOf } from '../../errors.ts';
import type { Adapter, Session, SourceFacts } from '../adapter.ts';
import { loadExtension } from './extension.ts';
import { externalInput, externalSource } from './external_source.ts';
import { createSecret } from './secret.ts';
import { DuckDbSession } from './session.ts';
import { type DuckDbSettings, databaseName } from './settings.ts';

/** Called with every connection before the runner uses it. */
export type ConnectionHook = (connection: DuckDBConnection) => void | Promise<void>;

export interface DuckDbOptions {
  readonly settings: DuckDbSettings;
  readonly projectDir: string;
  /** An open instance to use instead of the path; it stays open when the adapter closes. */
  readonly instance: DuckDBInstance | undefined;
  readonly connectionHook: ConnectionHook | undefined;
}

/** DuckDB in this process; the driver is loaded and the database opened with the first session. */
export class DuckDbAdapter implements Adapter {
  readonly type = 'duckdb';
  readonly keepsNullWord = true;
  readonly externalSource = externalSource;
  readonly #options: DuckDbOptions;
  #database: string;
  readonly #sessions = new Set<DuckDbSession>();
  #opening: Promise<DuckDBInstance> | undefined;

  private constructor(options: DuckDbOptions) {
    this.#options = options;
    this.#database = databaseName(options.settings.path);
  }

  /** Of an open instance, the database is that of its connections, where a hook may have put them into another. */
  static async create(options: DuckDbOptions): Promise<DuckDbAdapter> {
    const adapter = new DuckDbAdapter(options);
    const { instance, connectionHook } = options;
    if (instance === undefined) return adapter;
    const session = connectionHook
      ? await adapter.openSession()
      : new DuckDbSession(await instance.connect());
    try {
      const { rows } = await session.query('select current_database()');
      adapter.#database = String(rows[0]?.[0]);
    } finally {
      await session.close();
    }
    return adapter;
  }

  get database(): string {
    return this.#database;
  }

  externalInput(source: SourceFacts): string | undefined {
    return externalInput(source, this.#options.projectDir);
  }

  async openSession(): Promise<Session> {
    this.#opening ??= this.#open();
    const connection = await (await this.#opening).connect();
    await this.#options.connectionHook?.(connection);
    const session = new DuckDbSession(connection, () => this.#sessions.delete(session));
    this.#sessions.add(session);
    for (const statement of this.#options.settings.onConnect) await session.execute(statement);
    return session;
  }

  interrupt(): void {
    for (const session of this.#sessions) session.interrupt();
  }

  isConflict(error: unknown): boolean {
    return error instanceof RunnerError && /conflict/i.test(error.message);
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    if (this.#options.instance !== undefined) return;
    await opening?.then(
      (instance) => instance.closeSync(),
      () => undefined,
    );
  }

  async #open(): Promise<DuckDBInstance> {
    const { settings } = this.#options;
    const instance = this.#options.instance ?? (await openFile(settings));
    const { extensions, secrets, attachments } = settings;
    if (extensions.length + secrets.length + attachments.length === 0) return instance;
    const session = new DuckDbSession(await instance.connect());
    for (const extension of extensions) await loadExtension(session, extension);
    for (const secret of secrets) await createSecret(session, secret);
    for (const statement of attachments) await session.execute(statement);
    await session.close();
    return instance;
  }
}

async function openFile(settings: DuckDbSettings): Promise<DuckDBInstance> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  try {
    return settings.path === ':memory:'
      ? await DuckDBInstance.create(settings.path, settings.options)
      : await DuckDBInstance.fromCache(settings.path, settings.options);
  } catch (error) {
    throw new RunnerError(
      'database_failed',
      `The DuckDB file ${settings.path} cannot be opened: ${sentenceOf(error)}`,
      { cause: error },
    );
  }
}
