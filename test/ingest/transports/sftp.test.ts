import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { siteCsv } from '../home.ts';
import { type FetchingHome, fetchingHome, longText, told } from './fetching.ts';
import { SSHD, type Sshd, startSshd } from './sshd.ts';
import { type Unsteady, unsteady } from './unsteady.ts';

const PASSWORD = 'correct horse battery';
const FOREIGN_KEY = `SHA256:${'A'.repeat(43)}`;

describe.skipIf(SSHD === undefined)('an SFTP server', () => {
  let sshd: Sshd;
  let way: Unsteady;
  let at: FetchingHome;
  let remote: string;

  const put = (name: string, content: string | Buffer = name): string => {
    const path = join(remote, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  const configure = (settings: object = {}): void =>
    at.configure({
      labs: {
        kind: 'sftp',
        host: '127.0.0.1',
        port: way.port,
        user: sshd.user,
        host_key: sshd.hostKey,
        private_key: { file: sshd.keys.own },
        path: remote,
        ...settings,
      },
    });
  const byPassword = { private_key: undefined, password: { env: 'LABS_PASSWORD' } };
  const environment = { LABS_PASSWORD: PASSWORD, LABS_PASSPHRASE: '' };

  beforeAll(async () => {
    sshd = await startSshd(SSHD ?? '');
  });
  afterAll(() => sshd.close());
  beforeEach(async () => {
    way = await unsteady(sshd.port);
    at = fetchingHome();
    chmodSync(at.root, 0o711);
    remote = join(at.root, 'remote');
    mkdirSync(remote);
    chmodSync(remote, 0o777);
    configure();
    sshd.log();
  });
  afterEach(async () => {
    await way.close();
    at.remove();
  });

  test('gives its files once, oldest first', async () => {
    utimesSync(put('b.csv'), 1_700_000_000, 1_700_000_000);
    utimesSync(put('deep/a.csv'), 1_800_000_000, 1_800_000_000);
    expect(told(await at.fetch())).toEqual(['b.csv | fetched', 'deep/a.csv | fetched']);
    expect(at.clock.waits).toEqual([10_000]);
    expect(at.inbox()).toEqual([
      ['labs/b.csv', 'b.csv'],
      ['labs/deep/a.csv', 'deep/a.csv'],
    ]);
    expect(told(await at.fetch())).toEqual([
      'b.csv | skipped | fetched before',
      'deep/a.csv | skipped | fetched before',
    ]);
    expect(at.inbox().length).toBe(2);
  });

  test('opens with a key behind a passphrase, from a file or the environment', async () => {
    put('a.csv');
    const passphrase = { env: 'LABS_PASSPHRASE' };
    const given = { LABS_PASSPHRASE: sshd.passphrase };
    configure({ private_key: { file: sshd.keys.locked }, passphrase });
    expect(told(await at.fetch({ environment: given }))).toEqual(['a.csv | fetched']);
    put('b.csv');
    configure({ private_key: { env: 'LABS_KEY' }, passphrase });
    const all = { ...given, LABS_KEY: readFileSync(sshd.keys.locked, 'utf8') };
    expect(told(await at.fetch({ environment: all }))).toContain('b.csv | fetched');
    expect(at.everything()).not.toContain(sshd.passphrase);
    expect(at.everything()).not.toContain('PRIVATE KEY');
  });

  test('opens with an RSA key', async () => {
    put('a.csv');
    configure({ private_key: { file: sshd.keys.rsa } });
    expect(told(await at.fetch())).toEqual(['a.csv | fetched']);
  });

  test('a wrong passphrase is told without it', async () => {
    configure({
      private_key: { file: sshd.keys.locked },
      passphrase: { env: 'LABS_PASSPHRASE' },
    });
    const { error } = await at.fetch({ environment: { LABS_PASSPHRASE: 'not this one' } });
    expect(error?.code).toBe('BAD_TRANSPORT');
    expect(error?.message).toContain('private_key cannot be opened with passphrase');
    expect(error?.message).not.toContain('not this one');
    expect(at.clock.waits).toEqual([]);
  });

  test('another host key is refused before any credential is sent', async () => {
    for (const login of [byPassword, {}]) {
      configure({ ...login, host_key: FOREIGN_KEY });
      const { error } = await at.fetch({ environment });
      expect(error?.code).toBe('HOST_KEY_REFUSED');
      expect(error?.message).toContain(`127.0.0.1 shows the host key ${sshd.hostKey}`);
    }
    expect(way.connections()).toBe(2);
    const log = sshd.log();
    expect(log).toContain('Connection from 127.0.0.1');
    expect(log).not.toContain('userauth-request');
    expect(log).not.toContain(sshd.user);
  });

  test('one of several pinned keys may be shown', async () => {
    put('a.csv');
    configure({ host_key: [FOREIGN_KEY, sshd.hostKey] });
    expect(told(await at.fetch())).toEqual(['a.csv | fetched']);
  });

  test('a wrong password is refused after one attempt and not repeated', async () => {
    configure(byPassword);
    const { error } = await at.fetch({ environment });
    expect(error?.code).toBe('LOGIN_REFUSED');
    expect(error?.message).toContain(`refuses the login of ${sshd.user}`);
    expect(way.connections()).toBe(1);
    expect(at.clock.waits).toEqual([]);
    expect(sshd.log().match(/Failed password/g)).toHaveLength(1);
    expect(JSON.stringify(error) + at.everything()).not.toContain(PASSWORD);
  });

  test('a key the server does not know is refused after one attempt', async () => {
    configure({ private_key: { file: sshd.keys.foreign } });
    const { error } = await at.fetch();
    expect(error?.code).toBe('LOGIN_REFUSED');
    expect(way.connections()).toBe(1);
  });

  test('a password that the environment does not hold is named, and no connection made', async () => {
    configure(byPassword);
    const { error } = await at.fetch({ environment: {} });
    expect(error?.code).toBe('SECRET_MISSING');
    expect(error?.message).toContain('LABS_PASSWORD');
    expect(way.connections()).toBe(0);
  });

  test('a connection that drops within a file goes on where it stopped', async () => {
    const content = longText(12_000_000);
    put('big.csv', content);
    way.breakAfter(5_000_000, 4_000_000);
    expect(told(await at.fetch())).toEqual(['big.csv | fetched']);
    expect(way.connections()).toBe(3);
    expect(at.inbox()[0]?.[1] === content).toBe(true);
    expect(way.sent()).toBeLessThan(16_000_000);
    expect(at.clock.waits).toEqual([10_000, 500, 1000]);
  });

  test('a server that is never reached is told after the attempts', async () => {
    configure({ attempts: 3 });
    await way.close();
    const { error } = await at.fetch();
    expect(error?.code).toBe('CONNECTION_FAILED');
    expect(error?.message).toContain('failed 3 times (ECONNREFUSED)');
    expect(at.clock.waits).toEqual([500, 1000]);
  });

  test.each([
    ['before it says who it is', 0],
    ['before the files are listed', 2500],
    ['within a file', 600_000],
  ])('one that falls silent %s is left within the limit', async (_, bytes) => {
    put('big.csv', longText(3_000_000));
    configure({ attempts: 1, idle_seconds: 0.5 });
    way.fallSilentAfter(bytes);
    const begun = performance.now();
    const { error } = await at.fetch();
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(error?.code).toBe('CONNECTION_FAILED');
    expect(error?.message).toContain('(ETIMEDOUT)');
    expect(at.inbox()).toEqual([]);
    expect(told(await at.fetch())).toEqual(['big.csv | fetched']);
  });

  test('temporary names stay', async () => {
    for (const name of ['a.csv.part', 'b.csv.filepart', 'c.tmp', '.d.csv', '.hidden/e.csv'])
      put(name);
    put('f.csv');
    const outcome = await at.fetch();
    expect(told(outcome).toSorted()).toEqual([
      '.d.csv | skipped | a temporary name',
      'a.csv.part | skipped | a temporary name',
      'b.csv.filepart | skipped | a temporary name',
      'c.tmp | skipped | a temporary name',
      'f.csv | fetched',
    ]);
  });

  test('a file that is renamed into place comes under its last name', async () => {
    const path = put('a.csv.part', 'whole');
    at.clock.meanwhile(() => renameSync(path, join(remote, 'a.csv')));
    put('other.csv');
    await at.fetch();
    expect(told(await at.fetch())).toContain('a.csv | fetched');
  });

  test('a file that still grows is left until it has settled', async () => {
    const path = put('a.csv', 'half');
    at.clock.meanwhile(() => appendFileSync(path, ' and half'));
    expect(told(await at.fetch())).toEqual(['a.csv | skipped | still being written']);
    expect(told(await at.fetch())).toEqual(['a.csv | fetched']);
    expect(at.inbox()).toEqual([['labs/a.csv', 'half and half']]);
  });

  test('a file that grows while it is fetched is not kept', async () => {
    const path = put('a.csv', longText(2_000_000));
    way.breakAfter(500_000);
    at.clock.meanwhile(() => {});
    at.clock.meanwhile(() => appendFileSync(path, 'more'));
    expect(told(await at.fetch())).toEqual(['a.csv | failed | REMOTE_CHANGED']);
    expect(at.inbox()).toEqual([]);
    expect(told(await at.fetch())).toEqual(['a.csv | fetched']);
  });

  test('odd names come as they are, unsafe ones are refused and the others come', async () => {
    const names = ['Größe 1.csv', '数据.csv', "it's; $(x) `y`.csv", '..csv', 'a..b.csv', '-rf.csv'];
    for (const name of names) put(name);
    for (const name of ['a\nb.csv', 'c\\..\\d.csv']) put(name);
    const outcome = await at.fetch();
    const lines = told(outcome);
    expect(lines).toContain('a\nb.csv | failed | UNSAFE_PATH');
    expect(lines).toContain('c\\..\\d.csv | failed | UNSAFE_PATH');
    expect(at.inbox().map(([path, content]) => path === `labs/${content}`)).toEqual(
      names.filter((name) => !name.startsWith('.')).map(() => true),
    );
  });

  test('links and what is no file are not followed or opened', async () => {
    writeFileSync(join(at.root, 'secret.csv'), 'secret');
    symlinkSync(join(at.root, 'secret.csv'), join(remote, 'link.csv'));
    execFileSync('mkfifo', [join(remote, 'pipe.csv')]);
    put('a.csv');
    expect(told(await at.fetch()).toSorted()).toEqual([
      'a.csv | fetched',
      'link.csv | failed | UNSAFE_PATH',
    ]);
  });

  test('a file and a folder without the right fail alone', async () => {
    chmodSync(put('a.csv'), 0);
    put('closed/b.csv');
    chmodSync(join(remote, 'closed'), 0);
    put('c.csv');
    expect(told(await at.fetch()).toSorted()).toEqual([
      'a.csv | failed | ACCESS_DENIED',
      'c.csv | fetched',
      'closed | failed | ACCESS_DENIED',
    ]);
    chmodSync(join(remote, 'closed'), 0o755);
  });

  test('a folder that is not there, or not to be read, is one sentence', async () => {
    chmodSync(remote, 0);
    expect((await at.fetch()).error?.code).toBe('ACCESS_DENIED');
    chmodSync(remote, 0o777);
    rmSync(remote, { recursive: true });
    const { error } = await at.fetch();
    expect(error?.code).toBe('REMOTE_NOT_FOUND');
    expect(error?.message).toContain(`${remote} does not exist`);
  });

  test('fetched files and their markers move to done', async () => {
    configure({ marker: '.done', after: 'move' });
    for (const name of ['a.csv', 'a.csv.done', 'b.csv']) put(name);
    expect(told(await at.fetch())).toEqual([
      'b.csv | skipped | no .done marker yet',
      'a.csv | fetched',
    ]);
    expect(existsSync(join(remote, 'done', 'a.csv.done'))).toBe(true);
    expect(existsSync(join(remote, 'a.csv'))).toBe(false);
    put('a.csv', 'again');
    put('a.csv.done');
    expect(told(await at.fetch())).toContain('a.csv | fetched');
    expect(at.inbox().map(([, content]) => content)).toEqual(['a.csv', 'again']);
  });

  test('a file larger than allowed fails alone', async () => {
    configure({ max_bytes: 3 });
    put('a.csv', '1234');
    put('b.csv', '123');
    expect(told(await at.fetch()).toSorted()).toEqual([
      'a.csv | failed | FILE_TOO_LARGE',
      'b.csv | fetched',
    ]);
  });

  test('what came is loaded once, also when the record of it is lost', async () => {
    put('site.csv', siteCsv('X-1,1,10,7,2026-01-05,DE'));
    expect((await at.fetch({ load: true })).loaded.map(({ outcome }) => outcome)).toEqual([
      'loaded',
    ]);
    expect((await at.fetch({ load: true })).loaded).toEqual([]);
    rmSync(join(at.home, 'inbox', '.transports'), { recursive: true });
    const again = await at.fetch({ load: true });
    expect(told(again)).toEqual(['site.csv | fetched']);
    expect(again.loaded.map(({ outcome }) => outcome)).toEqual(['already_loaded']);
  });

  test('a big file takes no more memory than a small one', async () => {
    put('big.bin', Buffer.alloc(96 * 1024 ** 2, 7));
    const before = process.memoryUsage().rss;
    let most = 0;
    const sampling = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 10);
    expect(told(await at.fetch())).toEqual(['big.bin | fetched']);
    clearInterval(sampling);
    expect(most - before).toBeLessThan(64 * 1024 ** 2);
  });
});
