import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileOutcome } from '@portolan/ingest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { siteCsv } from '../ingest/home.ts';

const CHILD = join(import.meta.dirname, 'outcome-child.ts');

/** Nothing is denied to the superuser, so the child runs as nobody where the tests run as that. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

interface Told {
  readonly code?: string;
  readonly message?: string;
  readonly files: readonly FileOutcome[];
}

let root: string;
let home: string;
let drop: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portolan-denied-'));
  chmodSync(root, 0o755);
  home = join(root, 'home');
  drop = join(root, 'drop');
  for (const folder of [home, drop]) {
    mkdirSync(folder);
    if (isRoot) chownSync(folder, NOBODY, NOBODY);
  }
});
afterEach(() => {
  spawnSync('chmod', ['-R', 'u+rwX', root]);
  rmSync(root, { recursive: true, force: true });
});

const load = (...paths: string[]): Told => {
  const args = ['--import', 'tsx', CHILD, home, ...paths];
  const env = { ...process.env, TMPDIR: root, TSX_DISABLE_CACHE: '1' };
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env,
    ...user,
  });
  if (status !== 0) throw new Error(`the child ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
};

const deliver = (name: string, mode = 0o644): string => {
  const path = join(drop, name);
  writeFileSync(path, siteCsv(`X-${name},10,r,P,2026-01-05,DE`));
  chmodSync(path, mode);
  return path;
};

test('a file that may not be read is refused by name, and the others load', () => {
  deliver('a.csv', 0);
  deliver('b.csv');
  expect(load(drop).files).toMatchObject([
    { file: 'a.csv', outcome: 'refused', code: 'FILE_UNREADABLE' },
    { file: 'b.csv', outcome: 'loaded' },
  ]);
}, 30_000);

test('a folder that may not be read is refused, and the other paths load', () => {
  const locked = join(root, 'locked');
  mkdirSync(locked);
  chmodSync(locked, 0);
  const { files } = load(locked, deliver('b.csv'));
  expect(files).toMatchObject([
    { outcome: 'refused', code: 'FILE_UNREADABLE' },
    { file: 'b.csv', outcome: 'loaded' },
  ]);
}, 30_000);

test('a home that may not be written, or whose feeds may not be, is one error; then the load completes', () => {
  const path = deliver('b.csv');
  chmodSync(home, 0o555);
  expect(load(path)).toMatchObject({ code: 'HOME_UNUSABLE' });
  chmodSync(home, 0o755);
  const site = join(home, 'lake', 'site');
  mkdirSync(site, { recursive: true });
  if (isRoot) chownSync(join(home, 'lake'), NOBODY, NOBODY);
  chmodSync(site, 0o555);
  expect(load(path)).toMatchObject({ code: 'HOME_UNUSABLE' });
  expect(readdirSync(site)).toEqual([]);
  expect(readdirSync(join(home, 'lake', '.staging'))).toEqual([]);
  if (isRoot) chownSync(site, NOBODY, NOBODY);
  chmodSync(site, 0o755);
  expect(load(path).files).toMatchObject([{ outcome: 'loaded' }]);
}, 60_000);
