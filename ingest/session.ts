import type { Clock } from './clock.ts';
import type { Correction } from './correction.ts';
import type { Engine } from './engine.ts';
import type { Commits } from './lake/commits.ts';
import type { LoadIndex } from './lake/load-index.ts';
import type { Lock } from './lake/lock.ts';
import type { Staging } from './lake/staging.ts';
import type { Limits } from './limits.ts';
import type { Profile } from './profiles/profile.ts';

/** What one call of `ingest` holds for all its files. */
export interface Session {
  readonly home: string;
  readonly staging: Staging;
  readonly index: LoadIndex;
  /** Loads that are done; whoever holds the locks of their feeds publishes them. */
  readonly commits: Commits;
  /** The one engine of the call, without what the last file left in it. */
  readonly engine: () => Promise<Engine>;
  /** Waits until no other process loads these feeds; the index then shows what is there. Throws HOME_LOCKED. */
  readonly lock: (feeds: readonly string[]) => Promise<Lock>;
  readonly profiles: readonly Profile[];
  readonly source?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly acceptShrink?: string;
  readonly correction?: Correction;
  readonly clock: Clock;
  /** Whether the caller stated when the files came. */
  readonly isStated: boolean;
  /** Whether this call has yet to load a file of this content. */
  readonly isToCome: (sha256: string, bytes: number) => Promise<boolean>;
  /** Whether loads are only tried: they end in staging. */
  readonly isTrial: boolean;
  readonly limits: Limits;
}
