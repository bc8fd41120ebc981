import { RunnerError } from '../../errors.ts';
import type { Adapter, Session } from '../adapter.ts';
import { TrinoClient, TrinoError } from './client.ts';
import { TrinoSession } from './session.ts';
import type { TrinoSettings } from './settings.ts';

/** Two writers of one table, of which the server refused the later. */
const conflicts = new Set(['TRANSACTION_CONFLICT', 'ICEBERG_COMMIT_ERROR']);

/** A Trino cluster, which has no transactions over several statements. */
export class TrinoAdapter implements Adapter {
  readonly type = 'trino';
  readonly keepsNullWord = false;
  readonly #settings: TrinoSettings;
  readonly #clients = new Set<TrinoClient>();

  constructor(settings: TrinoSettings) {
    this.#settings = settings;
  }

  get database(): string {
    return this.#settings.catalog;
  }

  async openSession(): Promise<Session> {
    const client = await TrinoClient.create(this.#settings);
    this.#clients.add(client);
    return new TrinoSession(client, this.database, () => this.#clients.delete(client));
  }

  interrupt(): void {
    for (const client of this.#clients) client.cancel();
  }

  isConflict(error: unknown): boolean {
    const cause = error instanceof RunnerError ? error.cause : error;
    return cause instanceof TrinoError && conflicts.has(cause.errorName);
  }

  async close(): Promise<void> {
    this.#clients.clear();
  }
}
