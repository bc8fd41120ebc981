import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { homeLocked, homeUnusable } from '../errors.ts';
import { lakeOf, lockPath } from './paths.ts';
import { isAlive, type Owner, thisProcess } from './process.ts';

/** The right to write into a home; give it back when done. */
export interface Lock {
  release(): Promise<void>;
}

const POLL_MS = 100;

const isOwner = (value: unknown): value is Owner =>
  typeof value === 'object' &&
  value !== null &&
  'pid' in value &&
  typeof value.pid === 'number' &&
  'host' in value &&
  typeof value.host === 'string' &&
  'started' in value &&
  typeof value.started === 'string';

const ownerOf = async (path: string): Promise<Owner | undefined> => {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isOwner(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** A link fails where the name is taken, so the lock appears whole or not at all. */
const tryTake = async (path: string, token: string): Promise<boolean> => {
  const draft = `${path}.${token}`;
  await writeFile(draft, JSON.stringify(thisProcess()));
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

/** Sets a dead owner's lock aside; puts it back where another process has taken it meanwhile. */
const evict = async (path: string, dead: Owner, token: string): Promise<void> => {
  const aside = `${path}.dead-${token}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await ownerOf(aside);
  const isSame = moved?.pid === dead.pid && moved.started === dead.started;
  if (!isSame) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
};

/**
 * Takes the home's lock, waiting at most `patienceMs` for a living owner and taking over from a dead one.
 * Throws HOME_LOCKED, HOME_UNUSABLE.
 */
export const takeLock = async (home: string, patienceMs: number): Promise<Lock> => {
  const path = lockPath(home);
  const token = randomUUID();
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      await mkdir(lakeOf(home), { recursive: true });
      if (await tryTake(path, token)) return { release: () => rm(path, { force: true }) };
    } catch (cause) {
      throw homeUnusable(home, cause);
    }
    const owner = await ownerOf(path);
    if (owner && !isAlive(owner)) await evict(path, owner, token);
    else if (Date.now() >= deadline)
      throw homeLocked(home, owner?.pid ?? 0, owner?.host ?? 'unknown');
    else await wait(POLL_MS);
  }
};
