import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { ingest, retractLoad } from '@portolan/ingest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { siteCsv, type TestHome, testHome } from './home.ts';

let at: TestHome;
beforeEach(() => {
  at = testHome();
});
afterEach(() => at.remove());

const OPEN = siteCsv('X-1,10,r,P,2026-01-05,DE');
const CLOSED = siteCsv('X-1,10,r,Q,2026-01-05,DE');
const OTHER = siteCsv('X-2,10,r,P,2026-01-05,DE');

/** Delivers a file that was written on a day of March. */
const written = async (name: string, content: string, day: number): Promise<string> => {
  const path = await at.deliver(name, content);
  const time = new Date(Date.UTC(2026, 2, day));
  await utimes(path, time, time);
  return path;
};

const outcomes = async (...paths: string[]): Promise<string[]> =>
  (await at.ingest(...paths)).map(({ outcome }) => outcome);

const received = async (path: string, receivedAt: string) =>
  (await ingest({ home: at.home, paths: [path], receivedAt })).files[0];

describe('a snapshot that comes back after another', () => {
  test('is a return where its file is younger, under one name', async () => {
    const first = (await at.ingest(await written('sites.csv', OPEN, 1)))[0];
    const second = (await at.ingest(await written('sites.csv', CLOSED, 2)))[0];
    const third = (await at.ingest(await written('sites.csv', OPEN, 3)))[0];
    expect(third).toMatchObject({ outcome: 'loaded', rows_accepted: 1 });
    expect(third?.messages[0]).toContain(
      `holds what load ${first?.load_id} held and load ${second?.load_id} had replaced`,
    );
    expect(at.loads('site').at(-1)).toMatchObject({
      load_id: third?.load_id,
      returns_to: first?.load_id,
      file_modified_at: '2026-03-03T00:00:00.000Z',
    });
    expect(await outcomes(await written('sites.csv', OPEN, 3))).toEqual(['already_loaded']);
    expect(await outcomes(await written('sites.csv', CLOSED, 4))).toEqual(['loaded']);
    expect(await outcomes(await written('sites.csv', OPEN, 5))).toEqual(['loaded']);
    expect(at.loads('site')).toHaveLength(5);
  });

  test('is an old file run again where it is no younger', async () => {
    const old = await written('1/sites.csv', OPEN, 1);
    const next = await written('2/sites.csv', CLOSED, 2);
    await at.ingest(old, next);
    expect(await outcomes(old)).toEqual(['already_loaded']);
    expect(await outcomes(await written('copy/sites.csv', OPEN, 2))).toEqual(['already_loaded']);
    expect(await outcomes(old, next, old)).toEqual(Array(3).fill('already_loaded'));
  });

  test('is told by the dates in names before the times of files', async () => {
    const days = [OPEN, OPEN, CLOSED, OPEN].map((content, i) =>
      written(`sites_2026-03-0${i + 1}.csv`, content, 9 - i),
    );
    const files = await Promise.all(days);
    expect(await outcomes(...files)).toEqual(['loaded', 'already_loaded', 'loaded', 'loaded']);
    for (const file of [...files, ...files.toReversed()])
      expect(await outcomes(file)).toEqual(['already_loaded']);
    expect(await outcomes(await written('sites_20260302_2200.csv', OPEN, 28))).toEqual([
      'already_loaded',
    ]);
  });

  test('stays in its place where the copy of a whole folder is loaded at once', async () => {
    await at.ingest(await written('a.csv', OPEN, 1), await written('b.csv', CLOSED, 2));
    const copies = [await written('x/a.csv', OPEN, 11), await written('x/b.csv', CLOSED, 12)];
    expect(await outcomes(...copies)).toEqual(['already_loaded', 'already_loaded']);
  });

  test('is the load that it was where younger files were loaded before older ones', async () => {
    const files = [await written('a.csv', OPEN, 1), await written('b.csv', CLOSED, 2)];
    await at.ingest(...files.toReversed());
    expect(await outcomes(...files)).toEqual(['already_loaded', 'already_loaded']);
  });

  test('is no return after a snapshot of another study', async () => {
    await at.ingest(await written('sites.csv', OPEN, 1), await written('other.csv', OTHER, 2));
    expect(await outcomes(await written('sites.csv', OPEN, 3))).toEqual(['already_loaded']);
  });

  test('is a return to the load before a retracted one, or brings the retracted one back', async () => {
    const first = (await at.ingest(await written('sites.csv', OPEN, 1)))[0];
    const second = (await at.ingest(await written('sites.csv', CLOSED, 2)))[0];
    const third = (await at.ingest(await written('sites.csv', OPEN, 3)))[0];
    await retractLoad(at.home, third?.load_id ?? '', 'an old export');
    const fourth = (await at.ingest(await written('sites.csv', OPEN, 4)))[0];
    expect(at.loads('site').at(-1)).toMatchObject({
      load_id: fourth?.load_id,
      returns_to: first?.load_id,
      reinstates: third?.load_id,
    });
    await retractLoad(at.home, second?.load_id ?? '', 'never was');
    const closed = (await at.ingest(await written('sites.csv', CLOSED, 2)))[0];
    expect(closed).toMatchObject({ outcome: 'loaded' });
    expect(at.loads('site').at(-1)).toMatchObject({ reinstates: second?.load_id });
  });
});

describe('with stated times', () => {
  test('they alone tell a return from the same delivery', async () => {
    const a = await written('a.csv', OPEN, 9);
    const b = await written('b.csv', CLOSED, 8);
    const times = ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z'] as const;
    expect(await received(a, times[0])).toMatchObject({ outcome: 'loaded' });
    expect(await received(a, times[1])).toMatchObject({ outcome: 'already_loaded' });
    expect(await received(b, times[1])).toMatchObject({ outcome: 'loaded' });
    expect(await received(a, times[2])).toMatchObject({ outcome: 'loaded' });
    for (const [path, time] of [
      [a, times[0]],
      [b, times[1]],
      [a, times[2]],
    ] as const)
      expect(await received(path, time)).toMatchObject({ outcome: 'already_loaded' });
    expect(at.loads('site').map(({ loaded_at }) => loaded_at.slice(0, 10))).toEqual([
      '2026-03-01',
      '2026-03-02',
      '2026-03-03',
    ]);
  });

  test('a folder that has grown is no return of what it held before, in whatever order', async () => {
    for (const [name, content, day] of [
      ['b.csv', OPEN, 1],
      ['a.csv', CLOSED, 2],
    ] as const)
      await received(await at.deliver(`x/${name}`, content), `2026-03-0${day}T00:00:00Z`);
    await at.deliver('x/c.csv', OTHER);
    const { files } = await ingest({
      home: at.home,
      paths: [join(at.home, '../drop/x')],
      receivedAt: '2026-03-03T00:00:00Z',
    });
    expect(files.map(({ outcome }) => outcome)).toEqual([
      'already_loaded',
      'already_loaded',
      'loaded',
    ]);
  });

  test('a return that was loaded before the state between is seen when the history is run again', async () => {
    const [a, b] = [await written('a.csv', OPEN, 1), await written('b.csv', CLOSED, 1)];
    const [first, second, third] = ['2026-03-01', '2026-03-02', '2026-03-03'] as const;
    const history = [
      [a, first],
      [a, third],
      [b, second],
    ] as const;
    const run = async () => {
      const said: unknown[] = [];
      for (const [path, day] of history)
        said.push((await received(path, `${day}T00:00:00Z`))?.outcome);
      return said;
    };
    expect(await run()).toEqual(['loaded', 'already_loaded', 'loaded']);
    expect(await run()).toEqual(['already_loaded', 'loaded', 'already_loaded']);
    expect(await run()).toEqual(Array(3).fill('already_loaded'));
  });

  test('content known earlier than it was is loaded for that time too', async () => {
    const a = await written('a.csv', OPEN, 1);
    await received(a, '2026-03-05T00:00:00Z');
    expect(await received(a, '2026-03-01T00:00:00Z')).toMatchObject({ outcome: 'loaded' });
    expect(await received(a, '2026-03-03T00:00:00Z')).toMatchObject({ outcome: 'already_loaded' });
    expect(at.loads('site')).toHaveLength(2);
  });
});
