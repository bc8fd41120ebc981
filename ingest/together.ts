import { rmSync } from 'node:fs';
import type { Claim } from './claim.ts';
import type { Clock } from './clock.ts';
import { NotShared, openSharedWriters, type SharedWriters } from './compile/shared-writer.ts';
import { checkBytes } from './control.ts';
import type { Engine } from './engine.ts';
import { IngestError } from './errors.ts';
import { isOutOfSpace } from './lake/space.ts';
import { forEachSmall } from './lanes.ts';
import {
  claimAll,
  feedsOf,
  finishMember,
  hasLoads,
  loadedTables,
  loadMember,
  type Member,
  openMember,
  type Readable,
} from './member.ts';
import { type Reading, readOnce } from './reading.ts';
import { type Scratch, scratchIn } from './scratch.ts';
import type { Session } from './session.ts';
import type { FileOutcome } from './summary.ts';
import { refusedBy } from './unloaded.ts';

/** An opened file, and what the call knows of it. */
interface Opened {
  readonly readable: Readable;
  readonly member: Member;
}

/** An opened file whose turn it will be. */
interface Turn extends Opened {
  /** Its tables, claimed for the shared writers; none where it has to be loaded by itself. */
  readonly claims: readonly Claim[];
  /** The times that were set aside for its loads. */
  readonly times: readonly string[];
  /** How it was read into the shared writers, if it was. */
  readonly reading?: Reading;
}

/** Bytes up to which planning a statement takes longer than reading a file row by row. */
const SMALL_BYTES = 2 ** 18;

/** Formats that are read into tables of the engine whose names are fixed. */
const OF_ENGINE = new Set(['json', 'parquet']);

/** The opened file, or the outcome of one that is refused or left alone. */
const openOne = async (
  engine: Engine,
  readable: Readable,
  scratch: Scratch,
): Promise<Opened | FileOutcome> => {
  try {
    const member = await openMember(readable, engine, scratch);
    return 'outcome' in member ? member : { readable, member };
  } catch (error) {
    return refusedBy(readable.file.label, error);
  }
};

/** Claims a file for the shared writers where it is small and its content new, and sets the times of its loads aside in any case. */
const claimOne = async (
  engine: Engine,
  opened: Opened,
  isNew: boolean,
  writers: SharedWriters,
): Promise<Turn> => {
  const { session } = opened.readable;
  const times: string[] = [];
  const next = (): string => {
    const time = session.clock.next();
    times.push(time);
    return time;
  };
  const turn = { ...opened, times, claims: [] };
  try {
    const isSmall = opened.readable.bytes <= SMALL_BYTES;
    if (!isNew || !isSmall || OF_ENGINE.has(opened.member.open.format)) return turn;
    const own = { ...session, clock: { next } };
    const claims = await claimAll(own, engine, opened.member, writers.open);
    const isFresh =
      hasLoads(claims) && claims.every(({ done, isReturn }) => done.length === 0 && !isReturn);
    return isFresh ? { ...turn, claims } : turn;
  } catch (error) {
    if (error instanceof IngestError) return turn;
    throw error;
  } finally {
    while (times.length < loadedTables(opened.member)) next();
  }
};

/** The same turn with what the shared writers have taken; as it is where the file has to be loaded by itself. */
const takeOne = async (turn: Turn): Promise<Turn> => {
  const { member, claims } = turn;
  if (claims.length === 0) return turn;
  try {
    await checkBytes(member.file.label, member.file.path, member.control);
    const reading = await readOnce(member.open, claims, member.open.canReadByRow);
    return reading.read.hasLooseQuotes ? turn : { ...turn, reading };
  } catch (error) {
    if (isOutOfSpace(error)) throw error;
    return turn;
  }
};

/** A clock that gives the times that were set aside, then those of the clock behind it. */
const reserved = (times: readonly string[], clock: Clock): Clock => {
  const left = [...times];
  return { next: () => left.shift() ?? clock.next() };
};

/** Loads a file by itself, after those before it, while the locks of its feeds are held. */
const loadByItself = async ({ readable, times }: Turn): Promise<readonly FileOutcome[]> => {
  const { session } = readable;
  await session.commits.publish();
  const clock = reserved(times, session.clock);
  const lock = async () => ({ release: async () => {} });
  return loadMember({ ...readable, session: { ...session, clock, lock } });
};

/** Hands in what the shared writers wrote of a file, or loads the file by itself. */
const finishOne = async (engine: Engine, turn: Turn): Promise<readonly FileOutcome[]> => {
  const { readable, member, claims, reading } = turn;
  if (!reading) return loadByItself(turn);
  try {
    return await finishMember(engine, member, claims, reading);
  } catch (error) {
    if (error instanceof NotShared) return loadByItself(turn);
    return [refusedBy(readable.file.label, error)];
  }
};

/** Nothing for a refusal: a file that is loaded by itself meets it again. */
const unlessRefused = (error: unknown): undefined => {
  if (!(error instanceof IngestError)) throw error;
};

/**
 * Loads files so that the rows of all small ones are written by shared statements. Each is a load of its own, and they
 * appear one after the other in their order, so the lake is what loading them one by one makes of it. A file that is large
 * or unusual (a refused row, content that is known) is left to `loadMember` when its turn comes. Yields each file's outcomes.
 */
export const loadTogether = async function* (
  session: Session,
  readables: readonly Readable[],
): AsyncGenerator<readonly FileOutcome[]> {
  const engine = await session.engine();
  const folder = await session.staging.room('together');
  const writers = openSharedWriters(engine, folder);
  const opened: (Opened | FileOutcome)[] = [];
  for (const [at, readable] of readables.entries())
    opened.push(await openOne(engine, readable, scratchIn(folder, `${at}-`)));
  const feeds = opened.flatMap((one) => ('member' in one ? feedsOf(one.member) : []));
  const lock = await session.lock(feeds).catch(unlessRefused);
  try {
    if (!lock) {
      for (const readable of readables) yield await loadMember(readable);
      return;
    }
    const contents = new Set<string>();
    const claimed: (Turn | FileOutcome)[] = [];
    for (const one of opened) {
      if (!('member' in one)) {
        claimed.push(one);
        continue;
      }
      const content = `${one.member.original.sha256} ${one.member.file.member}`;
      claimed.push(await claimOne(engine, one, !contents.has(content), writers));
      contents.add(content);
    }
    const turns = await forEachSmall(claimed, async (one) =>
      'member' in one ? takeOne(one) : one,
    );
    await writers.write();
    const outcomes: (readonly FileOutcome[])[] = [];
    for (const turn of turns)
      outcomes.push('member' in turn ? await finishOne(engine, turn) : [turn]);
    await session.commits.publish();
    yield* outcomes;
  } finally {
    await lock?.release();
    rmSync(folder, { recursive: true });
  }
};
