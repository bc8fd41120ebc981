import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FileOutcome } from '@portolan/ingest';
import { afterEach, beforeEach, expect, test } from 'vitest';

interface Told {
  readonly code?: string;
  readonly message?: string;
  readonly files: readonly FileOutcome[];
}

const CHILD = join(import.meta.dirname, 'outcome-child.ts');
const ROWS = 60_000;

/** Consents whose subjects are hashes, so that no stage of the way packs them small. */
const CONSENTS = [
  'subjid,consdt,conscat,consyn',
  ...Array.from(
    { length: ROWS },
    (_, i) => `${(((i + 1) * 2_654_435_761) % 2 ** 32).toString(36)}${i},16035.0,MAIN,Y`,
  ),
  '',
].join('\n');

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portolan-full-'));
  mkdirSync(join(root, 'drop'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const load = (home: string, limit: string, ...paths: string[]): Told => {
  const command = `${limit} exec "$0" --import tsx "$@"`;
  const args = ['-c', command, process.execPath, CHILD, home, ...paths];
  const { stdout, stderr, status } = spawnSync('bash', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the child ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
};

const entries = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const expectNothing = (home: string, told: Told): void => {
  expect(told.code).toBe('DISK_FULL');
  expect(told.message).toContain(`${home}: the disk is full`);
  expect(entries(join(home, 'lake', 'consent'))).toEqual([]);
  expect(entries(join(home, 'lake', '.staging'))).toEqual([]);
  expect(entries(join(home, 'lake', '.locks'))).toEqual([]);
};

const expectWhole = (home: string, told: Told): void => {
  expect(told.files).toMatchObject([{ outcome: 'loaded', rows_accepted: ROWS }]);
  expect(entries(join(home, 'lake', 'consent'))).toHaveLength(1);
  expect(entries(join(home, 'lake', '.staging'))).toEqual([]);
};

test.each([
  ['c.csv', Buffer.from(CONSENTS)],
  ['c.csv.gz', gzipSync(CONSENTS)],
])(
  'no file may grow further while %s is loaded: nothing lands, and the next run completes',
  (name, bytes) => {
    const home = join(root, 'home');
    const path = join(root, 'drop', name);
    writeFileSync(path, bytes);
    expectNothing(home, load(home, 'ulimit -f 900;', path));
    expectWhole(home, load(home, '', path));
  },
  60_000,
);

const mounted = (folder: string, kilobytes: number): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]).status === 0;

const canMount = (): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-mount-'));
  const is = mounted(folder, 100);
  if (is) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return is;
};

test.skipIf(!canMount())(
  'a small disk is full at every stage of a load: nothing lands, and with room the next run completes',
  () => {
    const path = join(root, 'drop', 'c.csv');
    writeFileSync(path, CONSENTS);
    const disk = join(root, 'disk');
    mkdirSync(disk);
    expect(mounted(disk, 200)).toBe(true);
    const home = join(disk, 'home');
    try {
      let full = 0;
      let told: Told = { files: [] };
      for (let kilobytes = 200; kilobytes < 16_000; kilobytes += 600) {
        spawnSync('mount', ['-o', `remount,size=${kilobytes}k`, disk]);
        told = load(home, '', path);
        if (told.code === undefined) break;
        expectNothing(home, told);
        full += 1;
      }
      expect(full).toBeGreaterThan(5);
      expectWhole(home, told);
    } finally {
      spawnSync('umount', [disk]);
    }
  },
  180_000,
);
