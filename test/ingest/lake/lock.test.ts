import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeLock } from '../../../ingest/lake/lock.ts';
import { lockPath } from '../../../ingest/lake/paths.ts';
import { openStaging } from '../../../ingest/lake/staging.ts';

describe('the lock of a home', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'portolan-lock-'));
    mkdirSync(join(home, 'lake'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const own = (pid: number, host = hostname(), started = '') =>
    writeFileSync(lockPath(home), JSON.stringify({ pid, host, started }));

  test('is given back', async () => {
    const lock = await takeLock(home, 0);
    expect(existsSync(lockPath(home))).toBe(true);
    await lock.release();
    expect(existsSync(lockPath(home))).toBe(false);
  });

  test('a living owner is waited for, then named', async () => {
    const lock = await takeLock(home, 0);
    await expect(takeLock(home, 50)).rejects.toMatchObject({ code: 'HOME_LOCKED' });
    await expect(takeLock(home, 0)).rejects.toThrow(`process ${process.pid}`);
    const waiting = takeLock(home, 5_000);
    await lock.release();
    await (await waiting).release();
  });

  test('a dead owner is taken over from, by one of many', async () => {
    own(spawnSync('true').pid);
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(home, 0)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  test('another process of the same number is not the owner', async () => {
    const child = spawn('sleep', ['30']);
    try {
      own(child.pid ?? 0, hostname(), '1');
      await (await takeLock(home, 0)).release();
    } finally {
      child.kill('SIGKILL');
    }
  });

  test('an owner on another machine cannot be asked and counts as alive', async () => {
    own(1, 'elsewhere');
    await expect(takeLock(home, 0)).rejects.toThrow('on elsewhere');
  });

  test('work left by a dead process is removed', async () => {
    const left = join(home, 'lake', '.staging', '1-x');
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, 'part-0.parquet'), 'x');
    const staging = await openStaging(home);
    expect(existsSync(left)).toBe(false);
    await staging.remove();
    expect(existsSync(staging.folder)).toBe(false);
  });
});
