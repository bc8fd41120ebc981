import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { lockFeeds } from '../../../ingest/lake/lock.ts';
import { query, siteCsv } from '../home.ts';
import { type Authority, privateAuthority } from './authority.ts';
import { type FetchingHome, fetchingHome, longText } from './fetching.ts';
import { type Bucket, type S3Server, startS3 } from './s3rver.ts';
import { SSHD, type Sshd, startSshd } from './sshd.ts';
import { type Unsteady, unsteady } from './unsteady.ts';
import { serving, startWeb, type Web } from './web.ts';

const CLI = resolve(import.meta.dirname, '../../../cli/bin/portolan.js');
vi.setConfig({ testTimeout: 120_000 });

const PASSWORD = 'correct horse battery';
const TOKEN = 'bearer-token-of-the-tests';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let authority: Authority;
let sshd: Sshd | undefined;
let s3: S3Server;
let web: Web;
let bucket: Bucket;
let ways: { readonly sftp: Unsteady; readonly s3: Unsteady; readonly web: Unsteady };
let at: FetchingHome;
let remote: string;
let secrets: Readonly<Record<string, string>>;

beforeAll(async () => {
  authority = await privateAuthority();
  sshd = SSHD === undefined ? undefined : await startSshd(SSHD);
  s3 = await startS3();
  secrets = {
    ...s3.login,
    PASSWORD,
    TOKEN,
    SSH_KEY: sshd ? readFileSync(sshd.keys.locked, 'utf8') : '',
    SSH_PASSPHRASE: sshd?.passphrase ?? '',
  };
});
afterAll(async () => {
  await sshd?.close();
  await s3.close();
  authority.remove();
});
beforeEach(async () => {
  web = await startWeb(await authority.certify());
  bucket = await s3.newBucket();
  ways = {
    sftp: await unsteady(sshd?.port ?? 0),
    s3: await unsteady(s3.port),
    web: await unsteady(web.port),
  };
  at = fetchingHome();
  chmodSync(at.root, 0o711);
  remote = join(at.root, 'remote');
  mkdirSync(remote);
  chmodSync(remote, 0o755);
});
afterEach(async () => {
  for (const way of Object.values(ways)) await way.close();
  await web.close();
  at.remove();
});

type Transports = Readonly<Record<'drop' | 'labs' | 'edc' | 'feed', object>>;

/** One transport of every kind; `labs` only where there is an sshd. */
const transports = (): Transports => ({
  drop: { kind: 'folder', path: remote, settle_seconds: 0.1, include: ['drop.csv'] },
  labs: {
    kind: 'sftp',
    host: '127.0.0.1',
    port: ways.sftp.port,
    user: sshd?.user ?? '',
    host_key: sshd?.hostKey ?? '',
    private_key: { env: 'SSH_KEY' },
    passphrase: { env: 'SSH_PASSPHRASE' },
    path: remote,
    settle_seconds: 0.1,
    include: ['labs.csv'],
  },
  edc: {
    kind: 's3',
    bucket: bucket.name,
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${ways.s3.port}`,
    path_style: true,
    access_key_id: { env: 'KEY_ID' },
    secret_access_key: { env: 'KEY' },
  },
  feed: {
    kind: 'https',
    url: `https://127.0.0.1:${ways.web.port}/feed.csv`,
    get: 'file',
    ca: authority.ca,
    bearer: { env: 'TOKEN' },
  },
});

const configured = (all: Transports = transports()): readonly string[] => {
  const { labs, ...others } = all;
  const present = sshd ? { labs, ...others } : others;
  at.configure(present);
  return Object.keys(present);
};

/** The delivery of a transport stands where that one looks for it. */
const deliver = async (name: keyof Transports, content: string): Promise<void> => {
  if (name === 'edc') await bucket.put('edc.csv', content);
  else if (name === 'feed') web.answer(serving(() => ({ content, etag: '"1"' })));
  else writeFileSync(join(remote, `${name}.csv`), content);
};

const start = (...args: readonly string[]): { child: ChildProcess; ran: Promise<Ran> } => {
  const { PATH = '', TMPDIR = '/tmp' } = process.env;
  const child = spawn(process.execPath, [CLI, '--home', at.home, 'fetch', ...args], {
    env: { PATH, TMPDIR, TZ: 'UTC', ...secrets },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { out: '', err: '' };
  child.stdout.on('data', (text) => {
    texts.out += text;
  });
  child.stderr.on('data', (text) => {
    texts.err += text;
  });
  const ran = new Promise<Ran>((ended) => {
    child.once('close', (code) => ended({ code, ...texts }));
  });
  return { child, ran };
};

/** Waits for what a running fetch does; it must not end before. */
const until = async (child: ChildProcess, isSo: () => boolean): Promise<void> => {
  for (let tries = 0; !isSo(); tries += 1) {
    if (tries > 2000 || child.exitCode !== null) throw new Error('the fetch did not get there');
    await sleep(10);
  }
};

const kill = async ({ child, ran }: ReturnType<typeof start>): Promise<void> => {
  child.kill('SIGKILL');
  await ran;
};

const rows = async (): Promise<unknown[]> => {
  const files = `${at.home}/lake/site/load=*/part-*.parquet`;
  return query(
    `SELECT site_number AS site, count(*)::INT AS n FROM read_parquet('${files}', hive_partitioning = false) GROUP BY 1 ORDER BY 1`,
  );
};

const saysNoSecret = ({ out, err }: Ran): void => {
  const all = out + err + at.everything();
  for (const secret of [PASSWORD, TOKEN, secrets.SSH_PASSPHRASE ?? '', 'PRIVATE KEY'])
    if (secret !== '') expect(all).not.toContain(secret);
};

test('portolan fetch brings the deliveries of every transport into the lake', async () => {
  const names = configured();
  const numbers: Readonly<Record<string, number>> = { drop: 1, edc: 2, feed: 3, labs: 4 };
  for (const name of ['drop', 'edc', 'feed', 'labs'] as const)
    await deliver(name, siteCsv(`X-1,${numbers[name]},1${numbers[name]},7,2026-01-05,DE`));
  const first = await start('--json').ran;
  expect(first.err).not.toContain('Error');
  expect(first.code).toBe(0);
  const loaded = names.map((name) => [name, 'loaded']);
  type Outcome = { transport: string; loaded: { outcome: string }[] };
  const { transports: outcomes }: { transports: Outcome[] } = JSON.parse(first.out);
  expect(outcomes.map(({ transport, loaded: [file] }) => [transport, file?.outcome])).toEqual(
    loaded,
  );
  const expected = names.map((name) => ({ site: String(numbers[name]), n: 1 }));
  const bySite = expected.toSorted((a, b) => (a.site < b.site ? -1 : 1));
  expect(await rows()).toEqual(bySite);
  const second = await start().ran;
  expect(second.code).toBe(0);
  for (const name of names) expect(second.err).toContain(`${name}/${name}.csv  skipped: fetched`);
  expect(await rows()).toEqual(bySite);
  saysNoSecret(first);
  saysNoSecret(second);
});

test('portolan fetch fails where every server refuses, and tells no secret', async () => {
  configured();
  await deliver('drop', siteCsv('X-1,1,11,7,2026-01-05,DE'));
  web.answer((_, response) => void response.writeHead(401).end(`no: ${TOKEN}`));
  const right = secrets;
  secrets = { ...right, KEY_ID: 'AKIAIOSFODNN7EXAMPLE', KEY: PASSWORD, SSH_PASSPHRASE: PASSWORD };
  const ran = await start().ran;
  secrets = right;
  expect(ran.code).toBe(1);
  for (const sentence of ['refuses the login of the access key', 'login of the bearer token'])
    expect(ran.err).toContain(sentence);
  expect(ran.err).toContain('drop: 1 fetched, 0 skipped, 0 failed');
  expect(await rows()).toEqual([{ site: '1', n: 1 }]);
  saysNoSecret(ran);
  expect(ran.out + ran.err + at.everything()).not.toContain('AKIAIOSFODNN7EXAMPLE');
});

describe('a fetch that is killed', () => {
  test.for(['drop', 'labs', 'edc', 'feed'] as const)(
    'between fetch and load by %s loads once when it runs again',
    async (name, { skip }) => {
      skip(name === 'labs' && !sshd, 'no sshd');
      at.configure({ [name]: transports()[name] });
      await deliver(name, siteCsv('X-1,1,11,7,2026-01-05,DE'));
      const state = join(at.home, 'inbox', '.transports', name, 'state.json');
      const lock = await lockFeeds(at.home, ['site'], 0);
      try {
        const run = start();
        await until(run.child, () => existsSync(state));
        await until(run.child, () => readFileSync(state, 'utf8').includes('"ingested": false'));
        await kill(run);
      } finally {
        await lock.release();
      }
      expect(existsSync(join(at.home, 'lake', 'site'))).toBe(false);
      const { loaded, error } = await at.fetch({ load: true, environment: secrets });
      expect(error).toBeUndefined();
      expect(loaded.map(({ outcome }) => outcome)).toEqual(['loaded']);
      expect(await rows()).toEqual([{ site: '1', n: 1 }]);
      expect((await at.fetch({ load: true, environment: secrets })).loaded).toEqual([]);
      expect(at.inbox().length).toBe(1);
    },
  );

  test.for([
    ['labs', 'sftp'],
    ['edc', 's3'],
    ['feed', 'web'],
  ] as const)('within a file by %s goes on where it was', async ([name, through], { skip }) => {
    skip(name === 'labs' && !sshd, 'no sshd');
    at.configure({ [name]: transports()[name] });
    const content = longText(9_000_000);
    await deliver(name, content);
    const way = ways[through];
    way.slowDown(4_000_000);
    const parts = join(at.home, 'inbox', '.transports', name, 'parts');
    const held = (): number =>
      existsSync(parts)
        ? readdirSync(parts).reduce((sum, part) => sum + statSync(join(parts, part)).size, 0)
        : 0;
    const run = start();
    await until(run.child, () => held() > 3_000_000);
    await kill(run);
    expect(held()).toBeLessThan(content.length);
    expect(at.inbox()).toEqual([]);
    way.slowDown(undefined);
    const before = way.sent();
    const { files } = await at.fetch({ environment: secrets });
    expect(files.map(({ outcome }) => outcome)).toEqual(['fetched']);
    expect(at.inbox()[0]?.[1] === content).toBe(true);
    expect(way.sent() - before).toBeLessThan(content.length - 2_500_000);
  });

  test('between two pages goes on with the next one', async () => {
    const page = (from: number): string =>
      from > 3 ? '[]' : JSON.stringify([{ id: from, note: 'x' }]);
    let isHanging = true;
    web.answer(({ url = '' }, response) => {
      const from = Number(new URL(url, web.origin).searchParams.get('from'));
      if (from === 2 && isHanging) return;
      response.end(page(from));
    });
    at.configure({
      feed: {
        ...transports().feed,
        get: 'pages',
        extension: 'json',
        paging: { by: 'id', parameter: 'from', id: 'id' },
      },
    });
    const run = start('--no-ingest');
    await until(run.child, () => web.asked.length === 2);
    await kill(run);
    isHanging = false;
    expect((await at.fetch({ environment: secrets })).error).toBeUndefined();
    const asked = web.asked.map(({ url }) => new URL(url, web.origin).searchParams.get('from'));
    expect(asked).toEqual(['1', '2', '2', '3', '4']);
    expect(
      at
        .inbox()
        .map(([, content]) => content)
        .toSorted(),
    ).toEqual([1, 2, 3].map(page));
  });
});
