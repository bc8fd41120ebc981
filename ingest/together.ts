import type { Claim } from './claim.ts';
import type { Clock } from './clock.ts';
import { NotShared, openSharedWriters, type SharedWriters } from './compile/shared-writer.ts';
import { type ControlTotal, checkBytes } from './control.ts';
import type { Engine } from './engine.ts';
import { IngestError } from './errors.ts';
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
  readonly control: ControlTotal | undefined;
  /** The call's session as this file sees it. */
  readonly session: Session;
}

/** A file whose rows the shared writers have taken. */
interface Taken {
  readonly member: Member;
  readonly claims: readonly Claim[];
  readonly reading: Reading;
}

/** A clock that gives the times that were set aside, then those of the clock behind it. */
const reserved = (times: readonly string[], clock: Clock): Clock => {
  const left = [...times];
  return { next: () => left.shift() ?? clock.next() };
};

/** Nothing for a refusal, which a file that is loaded by itself meets again. */
const refusal = (error: unknown): undefined => {
  if (!(error instanceof IngestError)) throw error;
};

/** Formats that are read into tables of the engine, of which it has one of a name. */
const OF_ENGINE = new Set(['json', 'parquet']);

/** Delivers a file to the shared writers. Throws where it has to be loaded by itself, whether it is to be refused or not. */
const take = async (
  session: Session,
  engine: Engine,
  member: Member,
  writers: SharedWriters,
): Promise<Taken> => {
  const { open, file, control } = member;
  if (OF_ENGINE.has(open.format)) throw new NotShared();
  const claims = await claimAll(session, engine, member, writers.open);
  if (!hasLoads(claims) || claims.some(({ done }) => done.length > 0)) throw new NotShared();
  await checkBytes(file.label, file.path, control);
  return { member, claims, reading: await readOnce(open, claims, open.canReadByRow) };
};

/**
 * Loads small files so that the rows of all are written by shared statements. Each is a load of its own, and they are committed
 * in their order, one after the other, so the lake is what loading them one by one makes of it. What is unusual about a file
 * (a refusal, a refused row, content that is known) is left to `loadMember` when its turn comes. Yields each file's outcomes.
 */
export const loadTogether = async function* (
  session: Session,
  smalls: readonly Small[],
): AsyncGenerator<readonly FileOutcome[]> {
  const engine = await session.engine();
  const writers = openSharedWriters(engine, await session.staging.room('together'));
  const opened: (Member | undefined)[] = [];
  for (const [at, { original, file, control }] of smalls.entries()) {
    const folder = await session.staging.room(`work-${at}`);
    const member = await openMember(session, engine, original, file, control, folder).catch(
      () => undefined,
    );
    opened.push(member && 'open' in member ? member : undefined);
  }
  const feeds = new Set(opened.flatMap((member) => (member ? feedsOf(member) : [])));
  const lock = await session.lock([...feeds]).catch(refusal);
  if (!lock) {
    for (const { session: own, original, file, control } of smalls)
      yield await loadMember(own, original, file, control);
    return;
  }
  const locked: Session['lock'] = async (names) =>
    names.every((name) => feeds.has(name))
      ? { release: async () => undefined }
      : session.lock(names);
  try {
    const turns: { readonly taken: Taken | undefined; readonly times: readonly string[] }[] = [];
    for (const [at, small] of smalls.entries()) {
      const times: string[] = [];
      const next = (): string => {
        const time = session.clock.next();
        times.push(time);
        return time;
      };
      const member = opened[at];
      const own = { ...small.session, clock: { next } };
      const taken = member && (await take(own, engine, member, writers).catch(() => undefined));
      if (times.length === 0) next();
      turns.push({ taken, times });
    }
    await writers.write();
    for (const [at, { session: own, original, file, control }] of smalls.entries()) {
      const { taken, times } = turns[at] ?? { taken: undefined, times: [] };
      const byItself = (): Promise<readonly FileOutcome[]> =>
        loadMember(
          { ...own, lock: locked, clock: reserved(times, session.clock) },
          original,
          file,
          control,
        );
      if (!taken) yield await byItself();
      else {
        const { member, claims, reading } = taken;
        yield await finishMember(own, engine, member, claims, reading).catch((error: unknown) =>
          error instanceof NotShared ? byItself() : [refusedBy(file.label, error)],
        );
      }
    }
  } finally {
    await lock.release();
  }
};
