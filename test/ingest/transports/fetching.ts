import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type FetchOptions,
  fetchDeliveries,
  type TransportClock,
  type TransportOutcome,
} from '@portolan/ingest';
import { stringify } from 'yaml';

/** Time that passes only where somebody waits. */
export interface TestClock extends TransportClock {
  readonly waits: readonly number[];
  /** What happens in the world during the next wait. */
  meanwhile(act: () => void): void;
}

export const testClock = (): TestClock => {
  let now = Date.parse('2026-03-31T22:00:00Z');
  const waits: number[] = [];
  const acts: (() => void)[] = [];
  return {
    waits,
    now: () => {
      now += 1;
      return now;
    },
    wait: async (ms) => {
      waits.push(ms);
      now += ms;
      acts.shift()?.();
    },
    meanwhile: (act) => acts.push(act),
  };
};

/** A home with transports, and what they brought. */
export interface FetchingHome {
  readonly root: string;
  readonly home: string;
  readonly clock: TestClock;
  configure(transports: Readonly<Record<string, object>>): void;
  fetch(options?: Partial<FetchOptions>): Promise<TransportOutcome>;
  /** Whole content of the inbox by its path without the time of the fetch, in order of arrival. */
  inbox(): readonly (readonly [string, string])[];
  /** Everything of the home as text, to look for what must not be there. */
  everything(): string;
  remove(): void;
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

export const fetchingHome = (): FetchingHome => {
  const root = mkdtempSync(join(tmpdir(), 'portolan-fetch-'));
  const home = join(root, 'home');
  mkdirSync(join(home, 'inbox'), { recursive: true });
  const clock = testClock();
  return {
    root,
    home,
    clock,
    configure: (transports) => writeFileSync(join(home, 'transports.yaml'), stringify(transports)),
    fetch: async (options = {}) => {
      const { transports } = await fetchDeliveries({ home, clock, load: false, ...options });
      const [first] = transports;
      if (!first || transports.length > 1) throw new Error(`${transports.length} transports`);
      return first;
    },
    inbox: () =>
      filesBelow(join(home, 'inbox'))
        .map((path) => [path.slice(home.length + 7), path] as const)
        .filter(([path]) => !path.startsWith('.transports'))
        .map(([path, full]) => [
          path.split('/').toSpliced(1, 1).join('/'),
          readFileSync(full, 'utf8'),
        ]),
    everything: () =>
      filesBelow(home)
        .map((path) => readFileSync(path, 'latin1'))
        .join('\n'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
};

/** Outcomes in a few words: `path: outcome` and why. */
export const told = ({ files }: TransportOutcome): readonly string[] =>
  files.map(({ remote, outcome, code, message }) =>
    [remote, outcome, code ?? message].filter((part) => part !== undefined).join(' | '),
  );

/** Text of that many bytes in which no two places are alike. */
export const longText = (bytes: number): string => {
  let text = '';
  for (let line = 0; text.length < bytes; line += 1) text += `${line},${line * 7919}\n`;
  return text.slice(0, bytes);
};
