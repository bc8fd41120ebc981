import type { Iterator, QueryError, QueryResult, Trino } from 'trino-client';
import { RunnerError, sentenceOf } from '../../errors.ts';
import type { ColumnType } from '../adapter.ts';
import type { TrinoSettings } from './settings.ts';

/** All that the server answered to one statement. */
export interface Answer {
  readonly columns: readonly ColumnType[];
  readonly rows: readonly (readonly unknown[])[];
  /** What kind of change it was, such as INSERT. */
  readonly kind: string | undefined;
  readonly count: number | undefined;
}

/** An error of the server, kept as the cause of the runner's. */
export class TrinoError extends Error {
  readonly errorName: string;

  constructor({ message, errorName }: QueryError) {
    super(message);
    this.errorName = errorName;
  }
}

/** Statements sent to the coordinator, one at a time. */
export class TrinoClient {
  readonly #trino: Trino;
  readonly #server: string;
  #running: string | undefined;

  private constructor(trino: Trino, server: string) {
    this.#trino = trino;
    this.#server = server;
  }

  static async create(settings: TrinoSettings): Promise<TrinoClient> {
    const { Trino, BasicAuth } = await import('trino-client');
    const { server, catalog, schema, source, session, headers, user, password } = settings;
    const auth = password === undefined ? {} : { auth: new BasicAuth(user, password) };
    const trino = Trino.create({
      ...{ server, catalog, schema, source, session, ...auth },
      extraHeaders: { 'X-Trino-User': user, ...headers },
      ssl: { rejectUnauthorized: settings.checksCertificate },
    });
    return new TrinoClient(trino, server);
  }

  async run(sql: string): Promise<Answer> {
    try {
      return await this.#answer(sql);
    } catch (error) {
      const sentence =
        error instanceof TrinoError
          ? `The database says: ${error.message}`
          : `The Trino server at ${this.#server} cannot be asked: ${sentenceOf(error)}`;
      throw new RunnerError('database_failed', sentence, { cause: error });
    } finally {
      this.#running = undefined;
    }
  }

  /** Breaks off the statement under way. */
  cancel(): void {
    if (this.#running !== undefined) void this.#trino.cancel(this.#running).catch(() => undefined);
  }

  async #answer(sql: string): Promise<Answer> {
    let columns: readonly ColumnType[] = [];
    const rows: (readonly unknown[])[] = [];
    let change: { updateType?: string; updateCount?: number } = {};
    const pages = await this.#trino.query(sql);
    this.#running = idOf(pages);
    for (;;) {
      const { value: page, done } = await pages.next();
      if (page.error !== undefined) throw new TrinoError(page.error);
      columns = page.columns ?? columns;
      change = page;
      if (done === true) break;
      rows.push(...(page.data ?? []));
    }
    return { columns, rows, kind: change.updateType, count: change.updateCount };
  }
}

/** The query's id, which the driver hands out only once there are rows, when it is late to cancel. */
function idOf(pages: Iterator<QueryResult>): string | undefined {
  const { iter } = pages as unknown as { iter?: { queryResult?: QueryResult } };
  return iter?.queryResult?.id;
}
