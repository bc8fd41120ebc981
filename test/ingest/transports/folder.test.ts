import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fetchDeliveries } from '@portolan/ingest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { siteCsv } from '../home.ts';
import { type FetchingHome, fetchingHome, told } from './fetching.ts';

let at: FetchingHome;
let drop: string;
const put = (name: string, content = name): string => {
  const path = join(drop, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
};
const configure = (settings: object = {}): void =>
  at.configure({ ctms: { kind: 'folder', path: drop, ...settings } });

beforeEach(() => {
  at = fetchingHome();
  drop = join(at.root, 'drop');
  mkdirSync(drop);
  configure();
});
afterEach(() => at.remove());

test('a file that stays the same over the settle period comes once', async () => {
  put('site.csv', 'a');
  put('deep/study.csv', 'b');
  expect(told(await at.fetch()).toSorted()).toEqual([
    'deep/study.csv | fetched',
    'site.csv | fetched',
  ]);
  expect(at.clock.waits).toEqual([10_000]);
  expect(at.inbox()).toEqual([
    ['ctms/deep/study.csv', 'b'],
    ['ctms/site.csv', 'a'],
  ]);
  expect(told(await at.fetch())).toEqual([
    'deep/study.csv | skipped | fetched before',
    'site.csv | skipped | fetched before',
  ]);
  expect(at.inbox().length).toBe(2);
});

test('a file that still grows is left until it has settled', async () => {
  const path = put('site.csv', 'half');
  at.clock.meanwhile(() => appendFileSync(path, ' and half'));
  expect(told(await at.fetch())).toEqual(['site.csv | skipped | still being written']);
  expect(at.inbox()).toEqual([]);
  await at.fetch();
  expect(at.inbox()).toEqual([['ctms/site.csv', 'half and half']]);
});

test('a file that vanishes while it settles is no failure', async () => {
  const path = put('site.csv');
  at.clock.meanwhile(() => rmSync(path));
  expect(told(await at.fetch())).toEqual(['site.csv | skipped | still being written']);
});

test.each(['2031-01-01', '1980-01-01'])(
  'a clock at %s on the share changes nothing',
  async (day) => {
    utimesSync(put('site.csv'), new Date(day), new Date(day));
    expect(told(await at.fetch())).toEqual(['site.csv | fetched']);
  },
);

test('a later version of a file is a delivery of its own, beside the first', async () => {
  put('site.csv', 'monday');
  await at.fetch();
  put('site.csv', 'tuesday');
  await at.fetch();
  expect(at.inbox()).toEqual([
    ['ctms/site.csv', 'monday'],
    ['ctms/site.csv', 'tuesday'],
  ]);
});

test('with a marker only marked files come, without waiting', async () => {
  configure({ marker: '.done' });
  for (const name of ['a.csv', 'a.csv.done', 'b.csv', 'b.done', 'c.csv']) put(name);
  expect(told(await at.fetch()).toSorted()).toEqual([
    'a.csv | fetched',
    'b.csv | fetched',
    'c.csv | skipped | no .done marker yet',
  ]);
  expect(at.clock.waits).toEqual([]);
});

test('temporary names and names that no pattern includes stay', async () => {
  configure({ include: ['*.csv', 'weekly/*.zip'] });
  const names = ['a.csv.part', 'b.tmp', 'c.csv.filepart', '.d.csv', 'e.txt', 'f.zip'];
  for (const name of [...names, 'weekly/g.zip', 'h.CSV', '.git/i.csv']) put(name);
  const outcome = await at.fetch();
  expect(at.inbox().map(([path]) => path)).toEqual(['ctms/h.CSV', 'ctms/weekly/g.zip']);
  expect(
    told(outcome)
      .filter((line) => line.includes('skipped'))
      .toSorted(),
  ).toEqual([
    '.d.csv | skipped | a temporary name',
    'a.csv.part | skipped | a temporary name',
    'b.tmp | skipped | a temporary name',
    'c.csv.filepart | skipped | a temporary name',
    'e.txt | skipped | no pattern of include',
    'f.zip | skipped | no pattern of include',
  ]);
});

test('fetched files and their markers move to done, and one name may come again', async () => {
  configure({ marker: '.ok', after: 'move' });
  put('site.csv', 'one');
  put('site.csv.ok');
  await at.fetch();
  expect(existsSync(join(drop, 'done', 'site.csv.ok'))).toBe(true);
  put('site.csv', 'two!');
  put('site.csv.ok');
  expect(told(await at.fetch())).toEqual(['site.csv | fetched']);
  expect(existsSync(join(drop, 'site.csv'))).toBe(false);
  expect(told(await at.fetch())).toEqual([]);
  expect(at.inbox().map(([, content]) => content)).toEqual(['one', 'two!']);
});

test('a link out of the folder is refused, one within it is followed', async () => {
  writeFileSync(join(at.root, 'secret.csv'), 'secret');
  symlinkSync(join(at.root, 'secret.csv'), join(drop, 'out.csv'));
  symlinkSync(at.root, join(drop, 'folder'));
  symlinkSync(put('real.csv', 'real'), join(drop, 'in.csv'));
  const lines = told(await at.fetch());
  expect(lines).toContain('out.csv | failed | UNSAFE_PATH');
  expect(lines).toContain('folder | failed | UNSAFE_PATH');
  expect(at.inbox()).toEqual([
    ['ctms/in.csv', 'real'],
    ['ctms/real.csv', 'real'],
  ]);
});

test('a name with a control character is refused and the others come', async () => {
  put('a\nb.csv');
  put('c.csv');
  const outcome = await at.fetch();
  expect(outcome.files.map(({ code, outcome: word }) => code ?? word).toSorted()).toEqual([
    'UNSAFE_PATH',
    'fetched',
  ]);
});

test('a folder that is not there is one sentence', async () => {
  rmSync(drop, { recursive: true });
  const { error } = await at.fetch();
  expect(error?.code).toBe('REMOTE_NOT_FOUND');
  expect(error?.message).toContain(`${drop} does not exist`);
});

test.skipIf(process.getuid?.() === 0)(
  'a file or folder that may not be read fails alone',
  async () => {
    chmodSync(put('a.csv'), 0);
    put('b.csv');
    const closed = dirname(put('closed/c.csv'));
    chmodSync(closed, 0);
    expect(told(await at.fetch()).toSorted()).toEqual([
      'a.csv | failed | ACCESS_DENIED',
      'b.csv | fetched',
      'closed | failed | ACCESS_DENIED',
    ]);
    chmodSync(closed, 0o755);
  },
);

test('a file larger than allowed fails alone', async () => {
  configure({ max_bytes: 3 });
  put('a.csv', '1234');
  put('b.csv', '123');
  expect(told(await at.fetch()).toSorted()).toEqual([
    'a.csv | failed | FILE_TOO_LARGE',
    'b.csv | fetched',
  ]);
});

test('two fetches at once: one works, the other says so, nothing comes twice', async () => {
  put('site.csv');
  const outcomes = await Promise.all([at.fetch(), at.fetch()]);
  expect(outcomes.map(({ error }) => error?.code ?? 'well').toSorted()).toEqual([
    'TRANSPORT_BUSY',
    'well',
  ]);
  expect(at.inbox().length).toBe(1);
});

test('what came is loaded once, also what an earlier fetch left in the inbox', async () => {
  put('site.csv', siteCsv('X-1,1,10,7,2026-01-05,DE'));
  expect((await at.fetch()).loaded).toEqual([]);
  const { loaded } = await at.fetch({ load: true });
  expect(loaded.map(({ outcome, rows_accepted }) => [outcome, rows_accepted])).toEqual([
    ['loaded', 1],
  ]);
  expect((await at.fetch({ load: true })).loaded).toEqual([]);
});

test('one transport that fails does not keep the others from their work', async () => {
  put('site.csv');
  at.configure({
    gone: { kind: 'folder', path: join(at.root, 'gone') },
    ctms: { kind: 'folder', path: drop },
  });
  const { transports } = await fetchDeliveries({ home: at.home, clock: at.clock, load: false });
  expect(transports.map(({ error, files }) => [error?.code, files.length])).toEqual([
    ['REMOTE_NOT_FOUND', 0],
    [undefined, 1],
  ]);
});

test('a damaged record of what came is told, not guessed', async () => {
  put('site.csv');
  await at.fetch();
  writeFileSync(join(at.home, 'inbox', '.transports', 'ctms', 'state.json'), '{"files":');
  const { error } = await at.fetch();
  expect(error?.code).toBe('BAD_TRANSPORT');
  expect(error?.message).toContain('is damaged');
});
