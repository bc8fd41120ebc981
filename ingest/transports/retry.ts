import { connectionFailed, TransportError } from './errors.ts';
import type { TransportClock } from './wait.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** A step that may succeed later; `afterMs` is how long the server asks to wait. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly afterMs: number | undefined;

  constructor(why: string, options: ErrorOptions & { readonly afterMs?: number } = {}) {
    super(why, options);
    this.afterMs = options.afterMs;
  }
}

const isFault = (error: unknown): boolean =>
  error instanceof TransportError ||
  (error instanceof TypeError && !('code' in error)) ||
  error instanceof RangeError ||
  error instanceof ReferenceError;

export interface Patience {
  readonly name: string;
  readonly attempts: number;
  readonly clock: TransportClock;
}

/**
 * Tries a step up to `attempts` times, waiting twice as long each time, or as long as the server asks. A refusal is final
 * at once. Throws CONNECTION_FAILED at the end.
 */
export const retry = async <T>(
  { name, attempts, clock }: Patience,
  what: string,
  step: () => Promise<T>,
): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step();
    } catch (error) {
      if (isFault(error)) throw error;
      const cause = error instanceof Interrupted ? (error.cause ?? error) : error;
      if (attempt >= attempts) throw connectionFailed(name, what, attempts, cause);
      const asked = error instanceof Interrupted ? error.afterMs : undefined;
      await clock.wait(asked ?? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1)));
    }
  }
};
