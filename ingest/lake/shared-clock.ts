import { closeSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { ticksFolder } from './paths.ts';

/** A tick further ahead than this was made while the machine's clock was wrong, and is not waited for. */
const AHEAD_MS = 60_000;

const isTaken = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';

const tryTick = (path: string): boolean => {
  try {
    closeSync(openSync(path, 'wx'));
    return true;
  } catch (cause) {
    if (isTaken(cause)) return false;
    throw cause;
  }
};

/**
 * The present, strictly rising over all processes that load into a home, so that no two loads become known at the same
 * time and the order of loads is the order in which they were made. The last tick stands in `lake/.clock` as an empty file.
 */
export const sharedClock = (home: string, now: () => number = Date.now): Clock => {
  const folder = ticksFolder(home);
  mkdirSync(folder, { recursive: true });
  let last = 0;
  return {
    next: () => {
      for (;;) {
        const present = now();
        const ticks = readdirSync(folder).map(Number);
        const believed = ticks.filter((tick) => tick <= present + AHEAD_MS);
        const tick = Math.max(present, last + 1, ...believed.map((each) => each + 1));
        if (!tryTick(join(folder, String(tick)))) continue;
        last = tick;
        for (const old of believed) rmSync(join(folder, String(old)), { force: true });
        return new Date(tick).toISOString();
      }
    },
  };
};
