import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ingest } from '@portolan/ingest';
import type { Corpus } from './corpus.ts';
import { damages, type Mutation, truncations } from './mutate.ts';
import { bends } from './mutate-structure.ts';
import { brokenBy, secretsOf } from './promises.ts';
import { random } from './random.ts';

/** A case that broke a promise, with what it takes to run it again. */
export interface Failure {
  readonly seed: number;
  readonly number: number;
  readonly file: string;
  readonly mutation: string;
  readonly why: string;
}

/** What a run of damaged files did. */
export interface FuzzReport {
  readonly cases: number;
  /** Cases by kind of file. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
}

/** Longer than any file of these takes, even on a busy machine. */
const HANG_MS = 240_000;

const describe = (cause: unknown): string =>
  cause instanceof Error
    ? `${cause.name}: ${cause.message.slice(0, 600)}\n${cause.stack?.split('\n').slice(1, 6).join('\n')}`
    : String(cause);

const timed = async <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${HANG_MS / 1000} s`)), HANG_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** One damaged file through a home of its own; gives its outcomes, or why it broke a promise. */
export const runCase = async (
  root: string,
  file: string,
  bytes: Buffer,
): Promise<{ readonly outcomes: readonly string[]; readonly why?: string }> => {
  const home = join(root, 'home');
  const drop = join(root, 'drop');
  const path = join(drop, basename(file));
  rmSync(home, { recursive: true, force: true });
  rmSync(drop, { recursive: true, force: true });
  mkdirSync(drop, { recursive: true });
  writeFileSync(path, bytes);
  try {
    const { files } = await timed(ingest({ home, paths: [path] }));
    const outcomes = files.map((one) => one.code ?? one.outcome);
    if (files.length === 0) return { outcomes, why: 'no outcome' };
    const secrets = secretsOf(bytes);
    for (const outcome of files) {
      const why = await brokenBy(home, outcome, secrets, basename(file));
      if (why !== undefined) return { outcomes, why };
    }
    const left = readdirSync(join(home, 'lake', '.staging'));
    if (left.length > 0) return { outcomes, why: `staging holds ${left.join(', ')}` };
    const beside = readdirSync(root).filter((name) => name !== 'home' && name !== 'drop');
    return beside.length === 0 ? { outcomes } : { outcomes, why: `${beside.join(', ')} escaped` };
  } catch (cause) {
    return { outcomes: ['thrown'], why: describe(cause) };
  }
};

const TRIES = 20;

/** A damage that changes these bytes: one of four cuts them, two harm bytes, one bends what a parser lets through. */
const damage = (
  bytes: Buffer,
  next: () => number,
): { readonly mutation: Mutation; readonly damaged: Buffer } | undefined => {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const share = next();
    const among = share < 0.2 ? truncations : share < 0.6 ? damages : bends;
    const mutation = among[Math.floor(next() * among.length)];
    const damaged = mutation?.mutate(bytes, next);
    if (mutation && damaged && !damaged.equals(bytes)) return { mutation, damaged };
  }
  return undefined;
};

/** Damages files in turn until `seconds` have passed, or runs case `only` alone. Every case depends on seed and number only. */
export const fuzz = async (
  corpus: Corpus,
  {
    seed,
    seconds,
    only,
  }: { readonly seed: number; readonly seconds: number; readonly only?: number },
  tell: (failure: Failure) => void = () => undefined,
): Promise<FuzzReport> => {
  const root = mkdtempSync(join(tmpdir(), 'portolan-fuzz-'));
  const all = [...corpus].filter(([, files]) => files.length > 0);
  const outcomes: Record<string, number> = {};
  const kinds: Record<string, number> = {};
  const failures: Failure[] = [];
  const end = performance.now() + seconds * 1000;
  let cases = 0;
  const one = async (number: number): Promise<void> => {
    const next = random(seed * 1_000_003 + number);
    const [kind, files] = all[number % all.length] ?? ['', []];
    const file = files[Math.floor(next() * files.length)] ?? '';
    const done = damage(readFileSync(file), next);
    if (!done) return;
    cases += 1;
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    const { outcomes: seen, why } = await runCase(root, file, done.damaged);
    for (const outcome of seen) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (why === undefined) return;
    const failure = { seed, number, file, mutation: done.mutation.name, why };
    failures.push(failure);
    tell(failure);
  };
  try {
    if (only !== undefined) await one(only);
    else for (let number = 0; performance.now() < end; number += 1) await one(number);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return { cases, kinds, outcomes, failures };
};
