import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockFeeds } from '../../../ingest/lake/lock.ts';
import { lockPath, locksFolder } from '../../../ingest/lake/paths.ts';
import { startedOf } from '../../../ingest/lake/process.ts';

const CHILD = join(import.meta.dirname, 'lock-child.ts');

describe('the locks of feeds', () => {
  let home: string;
  let children: ChildProcess[];
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'portolan-lock-'));
    mkdirSync(locksFolder(home), { recursive: true });
    children = [];
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(home, { recursive: true });
  });

  const own = (name: string, pid: number, host = hostname(), started = '', token = 'old') =>
    writeFileSync(lockPath(home, name), JSON.stringify({ pid, host, started, token }));

  /** Another process that takes locks, says when, holds them, says when it gives them back. */
  const child = (feeds: string, holdMs: number) => {
    const args = ['--import', 'tsx', CHILD, home, feeds, String(holdMs)];
    const process_ = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(process_);
    let said = '';
    const ended = new Promise<void>((end) => process_.once('close', () => end()));
    const took = new Promise<void>((took) =>
      process_.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('took')) took();
      }),
    );
    const times = async (): Promise<readonly [number, number]> => {
      await ended;
      const [from = 0, to = 0] = said.match(/\d+/g)?.map(Number) ?? [];
      return [from, to];
    };
    return { process: process_, took, ended, times };
  };

  test('are given back', async () => {
    const lock = await lockFeeds(home, ['site', 'study'], 0);
    expect(readdirSync(locksFolder(home)).sort()).toEqual(['site', 'study']);
    await lock.release();
    expect(readdirSync(locksFolder(home))).toEqual([]);
  });

  test('a living owner is waited for, then named with the feed', async () => {
    const lock = await lockFeeds(home, ['site'], 0);
    await expect(lockFeeds(home, ['site'], 50)).rejects.toMatchObject({ code: 'HOME_LOCKED' });
    await expect(lockFeeds(home, ['site'], 0)).rejects.toThrow(
      `process ${process.pid} on ${hostname()} is writing site`,
    );
    const waiting = lockFeeds(home, ['site'], 5_000);
    await lock.release();
    await (await waiting).release();
  });

  test('where one of several is refused, those taken before are given back', async () => {
    const lock = await lockFeeds(home, ['study'], 0);
    await expect(lockFeeds(home, ['study', 'site'], 0)).rejects.toThrow('writing study');
    expect(existsSync(lockPath(home, 'site'))).toBe(false);
    await lock.release();
  });

  test('asked for in opposite orders by many, none waits for ever', async () => {
    const turns = Array.from({ length: 20 }, async (_, i) => {
      const feeds = i % 2 === 0 ? ['site', 'study', 'subject'] : ['subject', 'study', 'site'];
      const lock = await lockFeeds(home, feeds, 20_000);
      await wait(1);
      await lock.release();
    });
    await Promise.all(turns);
    expect(readdirSync(locksFolder(home))).toEqual([]);
  });

  test('other processes: the same feed queues, different feeds proceed', async () => {
    const other = child('study,subject', 60_000);
    await other.took;
    const [one, two] = [child('site', 300), child('site', 300)];
    const [first, second] = await Promise.all([one.times(), two.times()]);
    const [early, late] = first[0] < second[0] ? [first, second] : [second, first];
    expect(late[0]).toBeGreaterThanOrEqual(early[1]);
    expect(other.process.exitCode).toBeNull();
    expect(existsSync(lockPath(home, 'study'))).toBe(true);
  }, 30_000);

  test('a holder that is killed is taken over from', async () => {
    const holder = child('site,study', 60_000);
    await holder.took;
    await expect(lockFeeds(home, ['site'], 0)).rejects.toThrow(`process ${holder.process.pid}`);
    holder.process.kill('SIGKILL');
    await holder.ended;
    await (await lockFeeds(home, ['site', 'study'], 2_000)).release();
    expect(readdirSync(locksFolder(home))).toEqual([]);
  }, 30_000);

  test('a dead owner is taken over from, by one of many at a time', async () => {
    own('site', spawnSync('true').pid);
    let inside = 0;
    let most = 0;
    const turns = Array.from({ length: 12 }, async () => {
      const lock = await lockFeeds(home, ['site'], 20_000);
      inside += 1;
      most = Math.max(most, inside);
      await wait(2);
      inside -= 1;
      await lock.release();
    });
    await Promise.all(turns);
    expect(most).toBe(1);
    expect(readdirSync(locksFolder(home))).toEqual([]);
  });

  test('an heir that died itself is taken over from', async () => {
    const dead = spawnSync('true').pid;
    own('site', dead);
    own('site.heir-old', dead, hostname(), '', 'heir');
    await (await lockFeeds(home, ['site'], 2_000)).release();
    expect(readdirSync(locksFolder(home))).toEqual([]);
  });

  test('another process of the same number is not the owner', async () => {
    const sleeper = spawn('sleep', ['30']);
    children.push(sleeper);
    own('site', sleeper.pid ?? 0, hostname(), '1');
    await (await lockFeeds(home, ['site'], 1_000)).release();
  });

  test('a process of the same number and age is not the owner once the machine has started anew', async () => {
    const [ticks] = startedOf(process.pid).split('-');
    expect(ticks).toMatch(/^\d+$/);
    own('site', process.pid, hostname(), `${ticks}-00000000`);
    await (await lockFeeds(home, ['site'], 1_000)).release();
    own('site', process.pid, hostname(), startedOf(process.pid));
    await expect(lockFeeds(home, ['site'], 0)).rejects.toThrow('writing site');
  });

  test('an owner on another machine cannot be asked and counts as alive', async () => {
    own('site', 1, 'elsewhere');
    await expect(lockFeeds(home, ['site'], 0)).rejects.toThrow('on elsewhere');
    await expect(lockFeeds(home, ['site'], 0)).rejects.toThrow('remove lake/.locks/site');
  });

  test('a lock cut short by a loss of power holds nobody up', async () => {
    writeFileSync(lockPath(home, 'site'), '');
    await (await lockFeeds(home, ['site'], 1_000)).release();
  });
});
