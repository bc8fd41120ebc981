import type { Inbox } from './inbox.ts';
import type { Patience } from './retry.ts';
import type { Environment } from './secret.ts';
import type { State } from './state.ts';
import type { Transport } from './transport.ts';
import type { TransportClock } from './wait.ts';

/** What became of one remote file. */
export interface FetchedFile {
  readonly remote: string;
  readonly outcome: 'fetched' | 'skipped' | 'failed';
  /** Where it stands now. */
  readonly path?: string;
  readonly bytes?: number;
  readonly sha256?: string;
  /** Why it was skipped or failed: one sentence, or a few words. */
  readonly message?: string;
  readonly code?: string;
}

/** One run of one transport. */
export interface Fetching {
  readonly inbox: Inbox;
  readonly state: State;
  readonly clock: TransportClock;
  readonly environment: Environment;
  report(file: FetchedFile): void;
}

const ATTEMPTS = 4;
const IDLE_SECONDS = 60;
const MAX_BYTES = 20 * 1024 ** 3;

export const patienceOf = (transport: Transport, clock: TransportClock): Patience => ({
  name: transport.name,
  attempts: transport.attempts ?? ATTEMPTS,
  clock,
});

export const limitsOf = (transport: Transport): { maxBytes: number; idleMs: number } => ({
  maxBytes: transport.max_bytes ?? MAX_BYTES,
  idleMs: (transport.idle_seconds ?? IDLE_SECONDS) * 1000,
});
