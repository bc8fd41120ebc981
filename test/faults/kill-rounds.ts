import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashLake, ingest, type LakeContent } from '@portolan/ingest';
import { random } from './random.ts';

/** One delivery: what came at one time. */
export interface DeliveryAt {
  readonly receivedAt: string;
  readonly paths: readonly string[];
}

/** How often to kill, drawn from which seed, and for how long at most. */
export interface KillOptions {
  readonly kills: number;
  readonly seed: number;
  readonly seconds?: number;
  readonly tell?: (line: string) => void;
}

/** What a run of kills did, beside an undisturbed load of the same deliveries. */
export interface KillReport {
  readonly undisturbed: LakeContent;
  readonly killed: LakeContent;
  readonly undisturbedSeconds: number;
  readonly seconds: number;
  readonly kills: number;
  /** Kills that fell on a child still starting or passing over what was loaded already. */
  readonly early: number;
  readonly children: number;
  /** What is left in staging and locks, and originals whose bytes are not those of their name. */
  readonly leftovers: readonly string[];
}

const CHILD = join(import.meta.dirname, 'loader-child.ts');

/** Share of kills that fall while a child starts or catches up; within this many ms of its start. */
const EARLY = 0.1;
const EARLY_MS = 3_000;

/** The longest that a timer waits. */
const NEVER = 2 ** 31 - 1;

type End = { readonly isKilled: boolean; readonly workedMs: number; readonly reached: number };

/**
 * A child that loads a delivery until it ends, or is killed after `lifeMs` of work that no earlier child has done (files from
 * `from` on), or after `lifeMs` of its whole life where `isEarly`.
 */
const runChild = (
  home: string,
  { receivedAt, paths }: DeliveryAt,
  from: number,
  lifeMs: number,
  isEarly: boolean,
): Promise<End> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', CHILD, home, receivedAt, ...paths], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let reached = from;
    let workSince: number | undefined;
    let timer: NodeJS.Timeout | undefined;
    const kill = (): void => void child.kill('SIGKILL');
    if (isEarly) timer = setTimeout(kill, lifeMs);
    child.stdout.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().split('\n')) {
        if (line === '' || Number(line) < from) continue;
        reached = Math.max(reached, Number(line));
        if (workSince === undefined) {
          workSince = performance.now();
          if (!isEarly) timer = setTimeout(kill, lifeMs);
        }
      }
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      const isKilled = signal === 'SIGKILL';
      if (!isKilled && code !== 0) reject(new Error(`the child ended with ${code ?? signal}`));
      const workedMs = workSince === undefined ? 0 : performance.now() - workSince;
      resolve({ isKilled, workedMs, reached });
    });
  });

const entries = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const leftoversIn = (home: string): readonly string[] => {
  const lake = join(home, 'lake');
  const files = join(lake, 'files');
  const wrong = entries(files).filter((sha) => {
    const kept = entries(join(files, sha));
    const bytes = kept.length === 1 ? readFileSync(join(files, sha, kept[0] ?? '')) : '';
    return createHash('sha256').update(bytes).digest('hex') !== sha;
  });
  const halves = entries(lake).flatMap((feed) =>
    entries(join(lake, feed))
      .filter((load) => load.startsWith('load='))
      .filter((load) => !entries(join(lake, feed, load)).includes('load.json'))
      .map((load) => `${feed}/${load}`),
  );
  return [
    ...entries(join(lake, '.staging')),
    ...entries(join(lake, '.locks')),
    ...wrong,
    ...halves,
  ];
};

/** Gaps between `kills` moments that fall at random in `total` ms. */
const gapsOf = (kills: number, total: number, next: () => number): readonly number[] => {
  const moments = Array.from({ length: kills }, () => next() * total).sort((a, b) => a - b);
  return moments.map((moment, index) => moment - (moments[index - 1] ?? 0));
};

/**
 * Loads deliveries twice: undisturbed into `root`/undisturbed, and into `root`/killed by children that are killed at `kills`
 * random moments of the work, each followed by a child that goes on, and at last by one that nobody kills.
 */
export const killRounds = async (
  root: string,
  deliveries: readonly DeliveryAt[],
  { kills, seed, seconds = Number.POSITIVE_INFINITY, tell = () => undefined }: KillOptions,
): Promise<KillReport> => {
  const calm = join(root, 'undisturbed');
  const home = join(root, 'killed');
  let undisturbedMs = 0;
  for (const delivery of deliveries) {
    const { workedMs } = await runChild(calm, delivery, 1, NEVER, false);
    undisturbedMs += workedMs;
  }
  tell(`undisturbed load: ${(undisturbedMs / 1000).toFixed(1)} s of work`);
  const next = random(seed);
  const gaps = [...gapsOf(kills, undisturbedMs, next)];
  const started = performance.now();
  const isLate = (): boolean => performance.now() - started > seconds * 1000;
  let done = 0;
  let early = 0;
  let children = 0;
  /** Kills in a row that came before a child was further than those before it: each makes the next life twice as long. */
  let stalled = 0;
  const one = async (delivery: DeliveryAt, from: number): Promise<End> => {
    children += 1;
    if (isLate()) gaps.length = 0;
    const isEarly = gaps.length > 0 && next() < EARLY;
    const planned = gaps.shift();
    const gap = planned ?? NEVER;
    const lifeMs = isEarly ? next() * EARLY_MS : Math.min(NEVER, gap * 2 ** stalled);
    const end = await runChild(home, delivery, from, lifeMs, isEarly);
    if (end.reached > from || !end.isKilled) stalled = 0;
    else if (!isEarly) stalled += 1;
    if (end.isKilled) {
      done += 1;
      early += isEarly ? 1 : 0;
      if (done % 20 === 0)
        tell(`${done} kills, ${((performance.now() - started) / 1000).toFixed(0)} s`);
    } else if (planned !== undefined) gaps.unshift(Math.max(0, planned - end.workedMs));
    return end;
  };
  for (const delivery of deliveries) {
    let end = await one(delivery, 1);
    while (end.isKilled) end = await one(delivery, end.reached);
  }
  while (done < kills && !isLate()) {
    const last = deliveries.at(-1);
    if (!last) break;
    const end = await runChild(home, last, 1, next() * EARLY_MS, true);
    children += 1;
    if (!end.isKilled) continue;
    done += 1;
    early += 1;
  }
  for (const delivery of deliveries) await ingest({ home, ...delivery });
  return {
    undisturbed: await hashLake(calm),
    killed: await hashLake(home),
    undisturbedSeconds: undisturbedMs / 1000,
    seconds: (performance.now() - started) / 1000,
    kills: done,
    early,
    children,
    leftovers: leftoversIn(home),
  };
};
