import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { locksFolder, stagingRoot } from '../../../ingest/lake/paths.ts';
import { nameBy } from '../../../ingest/lake/process.ts';
import { openStaging } from '../../../ingest/lake/staging.ts';

const TOKEN = '00000000-0000-4000-8000-000000000000';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'portolan-staging-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const leave = (name: string): string => {
  const left = join(stagingRoot(home), name);
  mkdirSync(left, { recursive: true });
  writeFileSync(join(left, 'part-0.parquet'), 'x');
  return left;
};

test('work of a dead process, or of nobody, is removed', async () => {
  const dead = leave(nameBy({ pid: spawnSync('true').pid, host: hostname(), started: '1' }, TOKEN));
  const unnamed = leave('1-x');
  const staging = await openStaging(home);
  expect([existsSync(dead), existsSync(unnamed)]).toEqual([false, false]);
  await staging.remove();
  expect(readdirSync(stagingRoot(home))).toEqual([]);
});

test('work of a living process, and of one on another machine, stays', async () => {
  const other = await openStaging(home);
  const elsewhere = leave(nameBy({ pid: 1, host: 'a.b/c', started: '9' }, TOKEN));
  const staging = await openStaging(home);
  expect([existsSync(other.folder), existsSync(elsewhere)]).toEqual([true, true]);
  await staging.remove();
  expect(existsSync(other.folder)).toBe(true);
});

test('drafts of locks that a dead process left are removed', async () => {
  mkdirSync(locksFolder(home), { recursive: true });
  const owner = { pid: spawnSync('true').pid, host: hostname(), started: '' };
  writeFileSync(join(locksFolder(home), nameBy(owner, TOKEN)), '{}');
  writeFileSync(join(locksFolder(home), 'site'), '{}');
  await openStaging(home);
  expect(readdirSync(locksFolder(home))).toEqual(['site']);
});
