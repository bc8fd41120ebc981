import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type FileOutcome, INGEST_CODES, ingest } from '@portolan/ingest';
import { damages, type Mutation, truncations } from './mutate.ts';
import { random } from './random.ts';

/** A case that broke an invariant, with what it takes to run it again. */
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
  readonly outcomes: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
}

/** Longer than any file of these takes, even on a busy machine. */
const HANG_MS = 60_000;
const LARGEST = 1_500_000;

/** Files under a folder that are small enough to be damaged many times; one of each kind and folder comes before the next. */
export const filesUnder = (folder: string): readonly string[] => {
  const found = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return found.sort();
};

/** Words of a file that are long and rare enough to be told from names and sentences. */
const secretsOf = (bytes: Buffer): ReadonlySet<string> => {
  const words = new Set<string>();
  const head = bytes.subarray(0, 200_000).toString('utf8');
  const rows = head.slice(head.indexOf('\n') + 1);
  for (const [word] of rows.matchAll(/[\p{L}\p{N}_.@-]{7,60}/gu))
    if (/\d/.test(word) && /\p{L}|@/u.test(word)) words.add(word);
  return words;
};

const leakOf = (
  messages: readonly string[],
  secrets: ReadonlySet<string>,
  allowed: string,
): string | undefined => {
  for (const message of messages)
    for (const [word] of message.matchAll(/[\p{L}\p{N}_.@-]{7,60}/gu)) {
      const bare = word.replace(/\.$/, '');
      if (secrets.has(bare) && !allowed.includes(bare)) return bare;
    }
  return undefined;
};

const landedIn = async (home: string, { feed, load_id }: FileOutcome): Promise<number> => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const parts = join(home, 'lake', String(feed), `load=${load_id}`, 'part-*.parquet');
    const reader = await connection.runAndReadAll(
      `SELECT count(*)::INTEGER FROM read_parquet('${parts}', hive_partitioning = false)`,
    );
    return Number(reader.getRows()[0]?.[0]);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

const isSentence = (message: string): boolean => /\S{3}.*[.]$/s.test(message);

/** Why an outcome is not as promised, if it is not. */
const brokenBy = async (
  home: string,
  outcome: FileOutcome,
  secrets: ReadonlySet<string>,
  name: string,
): Promise<string | undefined> => {
  const { rows_read: read, rows_accepted: accepted, rows_rejected: rejected } = outcome;
  if (read !== accepted + rejected) return `${read} rows read, ${accepted} + ${rejected} told`;
  if (outcome.outcome === 'refused' && outcome.load_id === undefined) {
    if (!INGEST_CODES.some((code) => code === outcome.code)) return `refused by ${outcome.code}`;
    if (outcome.messages.length !== 1) return `${outcome.messages.length} sentences for a refusal`;
  }
  const blurred = outcome.messages.find((message) => !isSentence(message));
  if (blurred !== undefined) return `no sentence: ${blurred}`;
  if (outcome.load_id !== undefined && outcome.outcome !== 'already_loaded') {
    const landed = await landedIn(home, outcome);
    if (landed !== accepted) return `${landed} rows landed, ${accepted} accepted`;
  }
  const allowed = `${name} ${outcome.load_id} ${outcome.profile} ${outcome.feed} ${outcome.file}`;
  const leak = leakOf(outcome.messages, secrets, allowed);
  return leak === undefined ? undefined : `a message holds ${leak}: ${outcome.messages.join(' ')}`;
};

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
const runCase = async (
  root: string,
  file: string,
  bytes: Buffer,
): Promise<{ readonly outcomes: readonly string[]; readonly why?: string }> => {
  const home = join(root, 'home');
  const path = join(root, 'drop', basename(file));
  rmSync(home, { recursive: true, force: true });
  rmSync(join(root, 'drop'), { recursive: true, force: true });
  mkdirSync(join(root, 'drop'), { recursive: true });
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
    return left.length === 0 ? { outcomes } : { outcomes, why: `staging holds ${left.join(', ')}` };
  } catch (cause) {
    return { outcomes: ['thrown'], why: describe(cause) };
  }
};

/** Damages files in turn until `seconds` have passed, or runs case `only` alone. Every case depends on seed and number only. */
export const fuzz = async (
  files: readonly string[],
  {
    seed,
    seconds,
    only,
  }: { readonly seed: number; readonly seconds: number; readonly only?: number },
  tell: (failure: Failure) => void = () => undefined,
): Promise<FuzzReport> => {
  const root = mkdtempSync(join(tmpdir(), 'portolan-fuzz-'));
  const byKind = new Map<string, string[]>();
  for (const file of files) {
    const kind = `${extname(file)} ${file.split('/').slice(-3, -1).join('/')}`;
    byKind.set(kind, [...(byKind.get(kind) ?? []), file]);
  }
  const kinds = [...byKind.values()];
  const outcomes: Record<string, number> = {};
  const failures: Failure[] = [];
  const end = performance.now() + seconds * 1000;
  let cases = 0;
  const one = async (number: number): Promise<void> => {
    const next = random(seed * 1_000_003 + number);
    const kind = kinds[Math.floor(next() * kinds.length)] ?? [];
    const file = kind[Math.floor(next() * kind.length)] ?? '';
    const among: readonly Mutation[] = next() < 0.25 ? truncations : damages;
    const mutation = among[Math.floor(next() * among.length)];
    const bytes = readFileSync(file);
    if (!mutation || bytes.length > LARGEST) return;
    cases += 1;
    const { outcomes: seen, why } = await runCase(root, file, mutation.mutate(bytes, next));
    for (const outcome of seen) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (why === undefined) return;
    const failure = { seed, number, file, mutation: mutation.name, why };
    failures.push(failure);
    tell(failure);
  };
  try {
    if (only !== undefined) await one(only);
    else for (let number = 0; performance.now() < end; number += 1) await one(number);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return { cases, outcomes, failures };
};
