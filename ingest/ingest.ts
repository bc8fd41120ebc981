import { dirname } from 'node:path';
import { type Clock, fixedClock } from './clock.ts';
import type { ControlTotals } from './control.ts';
import type { Correction } from './correction.ts';
import { type Engine, openEngine } from './engine.ts';
import { diskFull, homeUnusable, IngestError, unknownConstant } from './errors.ts';
import { controlsOf, type Expected, loadRound, notDelivered } from './file.ts';
import { type Delivered, deliveredAt, isAmong } from './formats/delivered.ts';
import { openCommits } from './lake/commits.ts';
import { openLoadIndex } from './lake/load-index.ts';
import { lockFeeds } from './lake/lock.ts';
import { sharedClock } from './lake/shared-clock.ts';
import { isOfSystem, isOutOfSpace } from './lake/space.ts';
import { openStaging, type Staging } from './lake/staging.ts';
import { LIMITS } from './limits.ts';
import { ignoredSentence } from './message.ts';
import type { Profile } from './profiles/profile.ts';
import { profilesOf } from './profiles/read.ts';
import { type Placed, roundsOf } from './rounds.ts';
import type { Session } from './session.ts';
import { type FileOutcome, type IngestEvent, type IngestSummary, summarise } from './summary.ts';
import { ignored, refusedBy } from './unloaded.ts';

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
  /** The load whose quarantined rows these files correct. */
  readonly correction?: Correction;
  /** Only say what would happen: nothing is written into the lake. */
  readonly isTrial?: boolean;
  readonly onEvent?: (event: IngestEvent) => void;
  /** How long a file waits for another process that is loading its feeds; default 10 minutes. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 600_000;

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
): Promise<{ found: readonly Delivered[]; untaken: readonly FileOutcome[] }> => {
  const found: Delivered[] = [];
  const untaken: FileOutcome[] = [];
  for (const path of paths) {
    try {
      const { files, noFiles } = await deliveredAt(path);
      found.push(...files);
      for (const name of noFiles)
        untaken.push(
          ignored(name, ignoredSentence(name, 'is a link or no file; name it to load it')),
        );
    } catch (error) {
      untaken.push(refusedBy(path, error));
    }
  }
  return { found, untaken };
};

const open = async (
  home: string,
  receivedAt: string | undefined,
): Promise<{ staging: Staging; clock: Clock }> => {
  const stated = receivedAt === undefined ? undefined : fixedClock(receivedAt);
  try {
    const staging = await openStaging(home);
    return { staging, clock: stated ?? sharedClock(home) };
  } catch (cause) {
    throw isOutOfSpace(cause) ? diskFull(home, cause) : homeUnusable(home, cause);
  }
};

/** What the system refused while work stood in the home, as a sentence; what it did not refuse, as it is. */
const brokenHome = (home: string, cause: unknown): unknown => {
  if (cause instanceof IngestError) return cause;
  if (isOutOfSpace(cause)) return diskFull(home, cause);
  return isOfSystem(cause) ? homeUnusable(home, cause) : cause;
};

/** One engine for all files of a call: to open one takes longer than to load a small file. */
const sharedEngine = (staging: Staging) => {
  let opened: Engine | undefined;
  return {
    take: async (): Promise<Engine> => {
      if (opened) await opened.clear();
      opened ??= await openEngine(staging.spill);
      return opened;
    },
    close: (): void => opened?.close(),
  };
};

/** Delivered files by the folder that they stand in. */
const byFolder = (found: readonly Delivered[]): ReadonlyMap<string, readonly Delivered[]> => {
  const folders = new Map<string, Delivered[]>();
  for (const one of found) {
    const folder = dirname(one.path);
    const inside = folders.get(folder) ?? [];
    inside.push(one);
    folders.set(folder, inside);
  }
  return folders;
};

/**
 * Loads delivered files into the lake of a home. Each feed of each file commits whole or not at all; the same file again
 * is reported as already loaded. A file that cannot be taken is an outcome `refused` with a sentence, and the others go on.
 * Processes that load different feeds work side by side; a file waits while another process loads one of its feeds, and is
 * refused (HOME_LOCKED) once its patience ends. Throws HOME_UNUSABLE, DISK_FULL, UNKNOWN_CONSTANT, BAD_TIME, BAD_PROFILE, BAD_CONTRACT.
 */
export const ingest = async (options: IngestOptions): Promise<IngestSummary> => {
  const started = performance.now();
  const { home } = options;
  const set = options.set ?? {};
  const all = profilesOf(home);
  checkConstants(set, all);
  const { found, untaken } = await expand(options.paths);
  const emit = options.onEvent ?? (() => undefined);
  for (const outcome of untaken) emit({ type: 'outcome', outcome });
  const { staging, clock } = await open(home, options.receivedAt);
  const index = openLoadIndex(home);
  const engine = sharedEngine(staging);
  const session: Session = {
    home,
    staging,
    index,
    commits: openCommits(home, index),
    engine: engine.take,
    lock: async (feeds) => {
      const lock = await lockFeeds(home, feeds, options.patienceMs ?? PATIENCE_MS);
      await index.refresh(feeds);
      return lock;
    },
    profiles: all,
    ...(options.source ? { source: options.source } : {}),
    set,
    ...(options.acceptShrink === undefined ? {} : { acceptShrink: options.acceptShrink }),
    ...(options.correction === undefined ? {} : { correction: options.correction }),
    clock,
    isStated: options.receivedAt !== undefined,
    isToCome: async () => false,
    isTrial: options.isTrial === true,
    limits: LIMITS,
  };
  const files: FileOutcome[] = [...untaken];
  const tell = (outcome: FileOutcome): void => {
    files.push(outcome);
    emit({ type: 'outcome', outcome });
  };
  try {
    const controls = new Map<string, ControlTotals>();
    const inArchives = new Map<string, Set<string>>();
    for (const [folder, inside] of byFolder(found)) {
      controls.set(folder, await controlsOf(session, inside));
      inArchives.set(folder, new Set());
    }
    const expected = ({ delivered, position }: Placed): Expected => ({
      delivered,
      controls: controls.get(dirname(delivered.path)) ?? new Map(),
      inArchives: inArchives.get(dirname(delivered.path)) ?? new Set(),
      session: {
        ...session,
        // Files that came at one stated time came together, whatever their order.
        isToCome: (sha256, bytes) =>
          isAmong(
            found.filter((_, at) => (options.receivedAt ? at !== position : at > position)),
            sha256,
            bytes,
          ),
      },
    });
    const announce = (next: Placed | undefined): void => {
      if (!next) return;
      const { delivered, position } = next;
      emit({ type: 'file', file: delivered.name, index: position + 1, total: found.length });
    };
    for await (const round of roundsOf(found)) {
      const files = round.values();
      announce(files.next().value);
      for await (const outcomes of loadRound(session, round.map(expected))) {
        for (const outcome of outcomes) tell(outcome);
        announce(files.next().value);
      }
    }
    for (const [folder, inside] of byFolder(found.filter(({ named }) => !named))) {
      const totals = controls.get(folder) ?? new Map();
      const names = inArchives.get(folder) ?? new Set();
      for (const outcome of notDelivered(totals, inside, names)) tell(outcome);
    }
  } catch (cause) {
    throw brokenHome(home, cause);
  } finally {
    engine.close();
    await staging.remove();
  }
  return summarise(files, (performance.now() - started) / 1000);
};
