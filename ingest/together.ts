import type { Claim } from './claim.ts';
import type { Clock } from './clock.ts';
import { NotShared, openSharedWriters, type SharedWriters } from './compile/shared-writer.ts';
import { type ControlTotal, checkBytes } from './control.ts';
import type { Engine } from './engine.ts';
import { IngestError } from './errors.ts';
import { forEachSmall } from './formats/lanes.ts';
import type { Unpacked } from './formats/unpacked.ts';
import type { Original } from './lake/original.ts';
import {
  claimAll,
  feedsOf,
  finishMember,
  hasLoads,
  loadMember,
  type Member,
  openMember,
} from './member.ts';
import { type Reading, readOnce } from './reading.ts';
import type { Session } from './session.ts';
import type { FileOutcome } from './summary.ts';
import { refusedBy } from './unloaded.ts';

/** A small readable file that is loaded together with others. */
export interface Small {
  readonly original: Original;
  readonly file: Unpacked;
  /** A folder of its own, to work in. */
  readonly folder: string;
  readonly control: ControlTotal | undefined;
  /** The call's session as this file sees it. */
  readonly session: Session;
}

/** A file whose turn it will be: opened and claimed, unless it has to be loaded by itself. */
interface Turn {
  readonly small: Small;
  readonly member?: Member;
  readonly claims: readonly Claim[];
  /** The times that were set aside for its loads. */
  readonly times: readonly string[];
  /** How it was read into the shared writers, if it was. */
  readonly reading?: Reading;
}

/** Formats that are read into tables of the engine, of which it has one of a name. */
const OF_ENGINE = new Set(['json', 'parquet']);

/** The opened file; none where it has to be loaded by itself, which then tells why if it is refused. */
const openSmall = async (
  session: Session,
  engine: Engine,
  { original, file, folder, control }: Small,
): Promise<Member | undefined> => {
  try {
    const member = await openMember(session, engine, original, file, control, folder);
    return 'open' in member && !OF_ENGINE.has(member.open.format) ? member : undefined;
  } catch {
    return undefined;
  }
};

/** Claims a file for the shared writers, and sets the times of its loads aside in any case. */
const claimSmall = async (
  engine: Engine,
  small: Small,
  member: Member | undefined,
  writers: SharedWriters,
): Promise<Turn> => {
  const times: string[] = [];
  const next = (): string => {
    const time = small.session.clock.next();
    times.push(time);
    return time;
  };
  const turn = { small, times, claims: [] };
  try {
    if (!member) return turn;
    const session = { ...small.session, clock: { next } };
    const claims = await claimAll(session, engine, member, writers.open);
    const isNew = hasLoads(claims) && claims.every(({ done }) => done.length === 0);
    return isNew ? { ...turn, member, claims } : turn;
  } catch {
    return turn;
  } finally {
    if (times.length === 0) next();
  }
};

/** Delivers a claimed file to the shared writers. */
const readSmall = async ({ member, claims }: Turn): Promise<Reading | undefined> => {
  if (!member) return undefined;
  try {
    await checkBytes(member.file.label, member.file.path, member.control);
    return await readOnce(member.open, claims, member.open.canReadByRow);
  } catch {
    return undefined;
  }
};

/** A clock that gives the times that were set aside, then those of the clock behind it. */
const reserved = (times: readonly string[], clock: Clock): Clock => {
  const left = [...times];
  return { next: () => left.shift() ?? clock.next() };
};

const loadByItself = (
  { small: { session, original, file, control }, times }: Turn,
  lock: Session['lock'],
): Promise<readonly FileOutcome[]> => {
  const clock = reserved(times, session.clock);
  return loadMember({ ...session, lock, clock }, original, file, control);
};

/** Commits what the shared writers wrote of a file, or loads the file by itself. */
const finishSmall = async (
  engine: Engine,
  turn: Turn,
  lock: Session['lock'],
): Promise<readonly FileOutcome[]> => {
  const { small, member, claims, reading } = turn;
  if (!member || !reading) return loadByItself(turn, lock);
  try {
    return await finishMember(small.session, engine, member, claims, reading);
  } catch (error) {
    if (error instanceof NotShared) return loadByItself(turn, lock);
    return [refusedBy(small.file.label, error)];
  }
};

/** Nothing for a refusal: a file that is loaded by itself meets it again. */
const unlessRefused = (error: unknown): undefined => {
  if (!(error instanceof IngestError)) throw error;
};

/**
 * Loads small files so that the rows of all are written by shared statements. Each is a load of its own, and they are committed
 * one after the other in their order, so the lake is what loading them one by one makes of it. What is unusual about a file
 * (a refusal, a refused row, content that is known) is left to `loadMember` when its turn comes. Yields each file's outcomes.
 */
export const loadTogether = async function* (
  session: Session,
  smalls: readonly Small[],
): AsyncGenerator<readonly FileOutcome[]> {
  const engine = await session.engine();
  const writers = openSharedWriters(engine, await session.staging.room('together'));
  const members = await forEachSmall(smalls, (small) => openSmall(session, engine, small));
  const feeds = new Set(members.flatMap((member) => (member ? feedsOf(member) : [])));
  const lock = await session.lock([...feeds]).catch(unlessRefused);
  if (!lock) {
    for (const small of smalls)
      yield await loadByItself({ small, claims: [], times: [] }, session.lock);
    return;
  }
  const held: Session['lock'] = async (names) =>
    names.every((name) => feeds.has(name)) ? { release: async () => {} } : session.lock(names);
  try {
    const turns: Turn[] = [];
    const contents = new Set<string>();
    for (const [at, small] of smalls.entries()) {
      const isFirst = !contents.has(small.original.sha256);
      contents.add(small.original.sha256);
      turns.push(await claimSmall(engine, small, isFirst ? members[at] : undefined, writers));
    }
    const readings = await forEachSmall(turns, readSmall);
    await writers.write();
    for (const [at, turn] of turns.entries()) {
      const reading = readings[at];
      yield await finishSmall(engine, reading ? { ...turn, reading } : turn, held);
    }
  } finally {
    await lock.release();
  }
};
