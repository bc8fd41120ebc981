import { fixedClock, risingClock } from './clock.ts';
import { homeUnusable, IngestError, unknownConstant } from './errors.ts';
import { loadFile, type Session } from './file.ts';
import { type Delivered, deliveredAt } from './formats/delivered.ts';
import { openLoadIndex } from './lake/load-index.ts';
import { takeLock } from './lake/lock.ts';
import { openStaging } from './lake/staging.ts';
import { LIMITS } from './limits.ts';
import type { Profile } from './profiles/profile.ts';
import { profilesOf } from './profiles/read.ts';
import { type FileOutcome, type IngestEvent, type IngestSummary, summarise } from './summary.ts';

/** What to load and where to. */
export interface IngestOptions {
  /** The home directory; created where absent. */
  readonly home: string;
  /** Files, folders (walked), archives; in this order. */
  readonly paths: readonly string[];
  /** Use this profile instead of recognising each file. */
  readonly source?: string;
  /** When the warehouse is to have known these files (ISO 8601); default now. */
  readonly receivedAt?: string;
  /** Values that replace constants which profiles declare. */
  readonly set?: Readonly<Record<string, string>>;
  /** Take snapshots that lost more rows than their feeds allow, for this reason; it is recorded with them. */
  readonly acceptShrink?: string;
  readonly onEvent?: (event: IngestEvent) => void;
  /** How long to wait for another process that is loading into this home; default 30 s. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 30_000;

const checkConstants = (set: Readonly<Record<string, string>>, all: readonly Profile[]): void => {
  const declared = new Set(
    all.flatMap((profile) =>
      profile.files.flatMap((file) => Object.keys(file.reading.constants ?? {})),
    ),
  );
  const unknown = Object.keys(set).find((name) => !declared.has(name));
  if (unknown) throw unknownConstant(unknown, [...declared].sort());
};

const expand = async (
  paths: readonly string[],
): Promise<{ found: readonly Delivered[]; missing: readonly FileOutcome[] }> => {
  const found: Delivered[] = [];
  const missing: FileOutcome[] = [];
  for (const path of paths) {
    try {
      found.push(...(await deliveredAt(path)));
    } catch (error) {
      if (!(error instanceof IngestError)) throw error;
      missing.push({
        file: path,
        outcome: 'refused',
        rows_read: 0,
        rows_accepted: 0,
        rows_rejected: 0,
        messages: [error.message],
        code: error.code,
      });
    }
  }
  return { found, missing };
};

/**
 * Loads delivered files into the lake of a home. Each feed of each file commits whole or not at all; the same file again
 * is reported as already loaded. A file that cannot be taken is an outcome `refused` with a sentence, and the others go on.
 * Throws HOME_LOCKED, HOME_UNUSABLE, UNKNOWN_CONSTANT, BAD_TIME, BAD_PROFILE, BAD_CONTRACT.
 */
export const ingest = async (options: IngestOptions): Promise<IngestSummary> => {
  const started = performance.now();
  const set = options.set ?? {};
  const all = profilesOf(options.home);
  checkConstants(set, all);
  const clock = options.receivedAt ? fixedClock(options.receivedAt) : risingClock();
  const { found, missing } = await expand(options.paths);
  const emit = options.onEvent ?? (() => undefined);
  for (const outcome of missing) emit({ type: 'outcome', outcome });
  const lock = await takeLock(options.home, options.patienceMs ?? PATIENCE_MS);
  try {
    const staging = await openStaging(options.home).catch((cause: unknown) => {
      throw homeUnusable(options.home, cause);
    });
    const session: Session = {
      home: options.home,
      staging,
      index: openLoadIndex(options.home),
      profiles: all,
      ...(options.source ? { source: options.source } : {}),
      set,
      ...(options.acceptShrink === undefined ? {} : { acceptShrink: options.acceptShrink }),
      clock,
      limits: LIMITS,
    };
    const files: FileOutcome[] = [...missing];
    try {
      for (const [index, delivered] of found.entries()) {
        emit({ type: 'file', file: delivered.name, index: index + 1, total: found.length });
        for (const outcome of await loadFile(session, delivered)) {
          files.push(outcome);
          emit({ type: 'outcome', outcome });
        }
      }
    } finally {
      await staging.remove();
    }
    return summarise(files, (performance.now() - started) / 1000);
  } finally {
    await lock.release();
  }
};
