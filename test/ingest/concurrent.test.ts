import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashLake, ingest } from '@portolan/ingest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFeeds } from '../../ingest/lake/lock.ts';
import { siteCsv, type TestHome, testHome } from './home.ts';

const CHILD = join(import.meta.dirname, '../faults/ingest-child.ts');

let at: TestHome;
beforeEach(() => {
  at = testHome();
});
afterEach(() => at.remove());

const other = (...paths: string[]): Promise<number | null> =>
  new Promise((end) => {
    const args = ['--import', 'tsx', CHILD, at.home, ...paths];
    spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] }).once('exit', end);
  });

const consent = (subject: string): string =>
  `subjid,consdt,conscat,consyn\n${subject},16035.0,MAIN,Y\n`;

test('a file of another feed is loaded while one is being loaded; one of the same waits', async () => {
  const held = await lockFeeds(at.home, ['site'], 0);
  expect(await at.load('c.csv', consent('01'))).toMatchObject({ outcome: 'loaded' });
  const path = await at.deliver('sites.csv', siteCsv('X-1,10,r,P,2026-01-05,DE'));
  const { files } = await ingest({ home: at.home, paths: [path], patienceMs: 50 });
  expect(files).toMatchObject([{ outcome: 'refused', code: 'HOME_LOCKED' }]);
  const waiting = at.ingest(path);
  await held.release();
  expect(await waiting).toMatchObject([{ outcome: 'loaded' }]);
});

test('the same and other files from three processes at once are each loaded once', async () => {
  const paths: string[] = [];
  for (let i = 0; i < 6; i += 1) {
    paths.push(await at.deliver(`sites-${i}.csv`, siteCsv(`X-${i},10,r,P,2026-01-05,DE`)));
    paths.push(await at.deliver(`c-${i}.csv`, consent(`0${i}`)));
  }
  const folder = dirname(paths[0] ?? '');
  const ends = await Promise.all([other(folder), other(...paths.toReversed()), other(folder)]);
  expect(ends).toEqual([0, 0, 0]);
  for (const feed of ['site', 'consent']) {
    const loads = at.loads(feed);
    expect(loads).toHaveLength(6);
    expect(new Set(loads.map((load) => load.file_sha256)).size).toBe(6);
    expect(new Set(loads.map((load) => load.loaded_at)).size).toBe(6);
  }
  const originals = readdirSync(join(at.home, 'lake', 'files'));
  expect(originals).toHaveLength(12);
  for (const sha of originals) {
    const [name = ''] = readdirSync(join(at.home, 'lake', 'files', sha));
    const kept = readFileSync(join(at.home, 'lake', 'files', sha, name));
    expect(kept).toEqual(readFileSync(join(folder, name)));
  }
  const alone = testHome();
  await ingest({ home: alone.home, paths });
  expect(await hashLake(at.home)).toEqual(await hashLake(alone.home));
  alone.remove();
  expect(readdirSync(join(at.home, 'lake', '.staging'))).toEqual([]);
  expect(readdirSync(join(at.home, 'lake', '.locks'))).toEqual([]);
}, 60_000);
