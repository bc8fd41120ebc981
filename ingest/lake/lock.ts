import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { feedLocked, homeUnusable } from '../errors.ts';
import { lockPath, locksFolder } from './paths.ts';
import { isAlive, nameBy, type Owner, thisProcess } from './process.ts';
import { isOfSystem, isOutOfSpace } from './space.ts';

/** The right to write into one or several feeds of a home; give it back when done. */
export interface Lock {
  release(): Promise<void>;
}

/** Who holds a lock; `token` tells this holding from every other one, by whatever process. */
interface Holder extends Owner {
  readonly token: string;
}

const POLL_MS = 25;

const isHolder = (value: unknown): value is Holder =>
  typeof value === 'object' &&
  value !== null &&
  'pid' in value &&
  typeof value.pid === 'number' &&
  'host' in value &&
  typeof value.host === 'string' &&
  'started' in value &&
  typeof value.started === 'string' &&
  'token' in value &&
  typeof value.token === 'string';

/** A lock appears whole, so one that cannot be understood was cut by a loss of power; nobody holds it any more. */
const UNREADABLE: Holder = { pid: 0, host: '', started: '', token: 'unreadable' };

const holderOf = async (path: string): Promise<Holder | undefined> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
  try {
    const value: unknown = JSON.parse(text);
    return isHolder(value) ? value : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
};

const isGone = (holder: Holder): boolean => holder === UNREADABLE || !isAlive(holder);

/** A link fails where the name is taken, so a lock appears whole or not at all. */
const tryTake = async (home: string, path: string, token: string): Promise<boolean> => {
  const owner = thisProcess();
  const draft = join(locksFolder(home), nameBy(owner, randomUUID()));
  await writeFile(draft, JSON.stringify({ ...owner, token }));
  try {
    await link(draft, path);
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  } finally {
    await rm(draft, { force: true });
  }
};

/**
 * Removes the lock of a dead holder. Only its one heir may: the heir's own lock bears the dead holder's token, and the
 * heir looks again once it has it, so that a lock which someone has taken meanwhile is never removed.
 */
const evict = async (home: string, path: string, dead: Holder): Promise<void> => {
  const heir = `${path}.heir-${dead.token}`;
  if (!(await tryTake(home, heir, randomUUID()))) {
    const other = await holderOf(heir);
    if (other && isGone(other)) await evict(home, heir, other);
    else await wait(POLL_MS);
    return;
  }
  try {
    if ((await holderOf(path))?.token === dead.token) await rm(path, { force: true });
  } finally {
    await rm(heir, { force: true });
  }
};

const takeOne = async (home: string, name: string, deadline: number): Promise<Lock> => {
  const path = lockPath(home, name);
  const token = randomUUID();
  const release = async (): Promise<void> => {
    if ((await holderOf(path))?.token === token) await rm(path, { force: true });
  };
  for (;;) {
    try {
      if (await tryTake(home, path, token)) return { release };
      const holder = await holderOf(path);
      if (!holder) continue;
      if (isGone(holder)) await evict(home, path, holder);
      else if (Date.now() >= deadline) throw feedLocked(home, name, holder.pid, holder.host);
      else await wait(POLL_MS);
    } catch (cause) {
      if (isOfSystem(cause) && !isOutOfSpace(cause)) throw homeUnusable(home, cause);
      throw cause;
    }
  }
};

/**
 * Takes the locks of feeds of a home, waiting at most `patienceMs` in all for living holders and taking over from dead
 * ones. Every process takes them in the same order, so none waits for another that waits for it.
 * Throws HOME_LOCKED, HOME_UNUSABLE.
 */
export const lockFeeds = async (
  home: string,
  feeds: readonly string[],
  patienceMs: number,
): Promise<Lock> => {
  const deadline = Date.now() + patienceMs;
  const held: Lock[] = [];
  const release = async (): Promise<void> => {
    for (const lock of held.splice(0).toReversed()) await lock.release();
  };
  try {
    await mkdir(locksFolder(home), { recursive: true });
  } catch (cause) {
    throw isOutOfSpace(cause) ? cause : homeUnusable(home, cause);
  }
  try {
    for (const feed of [...new Set(feeds)].sort()) held.push(await takeOne(home, feed, deadline));
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
};
