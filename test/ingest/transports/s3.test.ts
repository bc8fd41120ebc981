import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { siteCsv } from '../home.ts';
import { type Authority, privateAuthority } from './authority.ts';
import { type FetchingHome, fetchingHome, longText, told } from './fetching.ts';
import { type Bucket, type S3Server, startS3 } from './s3rver.ts';
import { type Unsteady, unsteady } from './unsteady.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG';

let server: S3Server;
let bucket: Bucket;
let way: Unsteady;
let at: FetchingHome;
const configure = (settings: object = {}): void =>
  at.configure({
    edc: {
      kind: 's3',
      bucket: bucket.name,
      region: 'eu-central-1',
      endpoint: `http://127.0.0.1:${way.port}`,
      path_style: true,
      access_key_id: { env: 'KEY_ID' },
      secret_access_key: { env: 'KEY' },
      ...settings,
    },
  });
const fetch = (settings: Parameters<FetchingHome['fetch']>[0] = {}) =>
  at.fetch({ environment: server.login, ...settings });

beforeAll(async () => {
  server = await startS3();
});
afterAll(() => server.close());
beforeEach(async () => {
  at = fetchingHome();
  bucket = await server.newBucket();
  way = await unsteady(server.port);
  configure();
});
afterEach(async () => {
  await way.close();
  at.remove();
});

describe('a bucket', () => {
  test('gives its objects below the prefix once, a later version again', async () => {
    configure({ prefix: 'edc/' });
    await bucket.put('edc/site.csv', 'monday');
    await bucket.put('other/site.csv', 'not mine');
    expect(told(await fetch())).toEqual(['site.csv | fetched']);
    expect(at.clock.waits).toEqual([]);
    expect(told(await fetch())).toEqual(['site.csv | skipped | fetched before']);
    await bucket.put('edc/site.csv', 'friday');
    await fetch();
    expect(at.inbox()).toEqual([
      ['edc/site.csv', 'monday'],
      ['edc/site.csv', 'friday'],
    ]);
  });

  test('of more objects than one listing holds gives the last as well', async () => {
    configure({ include: ['n-2104.csv', 'n-0001.csv'] });
    bucket.fill(Array.from({ length: 2105 }, (_, n) => `n-${String(n).padStart(4, '0')}.csv`));
    const { files, error } = await fetch();
    expect(error).toBeUndefined();
    expect(files.length).toBe(2105);
    expect(at.inbox().map(([path]) => path)).toEqual(['edc/n-0001.csv', 'edc/n-2104.csv']);
  });

  test('gives keys with spaces and letters of any script as they are', async () => {
    const keys = ['a b+c%20d.csv', 'tief/Größe & Maß.csv', '数据/七月.csv', "it's (x)=$y.csv"];
    for (const key of keys) await bucket.put(key, key);
    await fetch();
    expect(at.inbox().map(([path, content]) => [path, `edc/${content}`])).toEqual(
      keys.map((key) => [`edc/${key}`, `edc/${key}`]).toSorted(),
    );
  });

  test('gives an empty object as an empty file, and no folder marks', async () => {
    await bucket.put('empty.csv', '');
    expect(told(await fetch())).toEqual(['empty.csv | fetched']);
    expect(at.inbox()).toEqual([['edc/empty.csv', '']]);
  });

  test('is loaded once', async () => {
    await bucket.put('site.csv', siteCsv('X-1,1,10,7,2026-01-05,DE'));
    expect((await fetch({ load: true })).loaded.map(({ outcome }) => outcome)).toEqual(['loaded']);
    expect((await fetch({ load: true })).loaded).toEqual([]);
  });
});

describe('a transfer', () => {
  test('that drops within an object goes on where it stopped', async () => {
    const content = longText(6_000_000);
    await bucket.put('big.csv', content);
    way.breakAfter(3_000_000);
    expect(told(await fetch())).toEqual(['big.csv | fetched']);
    expect(at.inbox()[0]?.[1] === content).toBe(true);
    expect(way.sent()).toBeLessThan(7_500_000);
    expect(at.clock.waits).toEqual([500]);
  });

  test('of an object that is replaced meanwhile leaves nothing of either', async () => {
    await bucket.put('big.csv', longText(3_000_000));
    way.breakAfter(1_500_000);
    const replace = bucket.put.bind(bucket, 'big.csv', 'x'.repeat(3_000_000));
    let replaced: Promise<void> | undefined;
    at.clock.meanwhile(() => {
      replaced = replace();
    });
    const clock = {
      now: at.clock.now,
      wait: async (ms: number) => {
        await at.clock.wait(ms);
        await replaced;
      },
    };
    expect(told(await fetch({ clock }))).toEqual(['big.csv | failed | REMOTE_CHANGED']);
    expect(at.inbox()).toEqual([]);
    expect(told(await fetch())).toEqual(['big.csv | fetched']);
    expect(at.inbox()[0]?.[1]).toBe('x'.repeat(3_000_000));
  });

  test.each([
    ['before a listing comes', 0],
    ['within an object', 1_000_000],
  ])('that falls silent %s is left within the limit', async (_, bytes) => {
    await bucket.put('big.csv', longText(3_000_000));
    configure({ attempts: 1, idle_seconds: 1 });
    way.fallSilentAfter(bytes);
    const begun = performance.now();
    const { error } = await fetch();
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(error?.code).toBe('CONNECTION_FAILED');
    expect(error?.message).toContain('(ETIMEDOUT)');
    expect(told(await fetch())).toEqual(['big.csv | fetched']);
  });

  test('to a server that is never reached is told after the attempts', async () => {
    configure({ attempts: 3 });
    await way.close();
    const { error } = await fetch();
    expect(error?.code).toBe('CONNECTION_FAILED');
    expect(error?.message).toContain('failed 3 times (ECONNREFUSED)');
    expect(at.clock.waits).toEqual([500, 1000]);
  });
});

describe('a refusal', () => {
  test('of an unknown key is told once and without it', async () => {
    const outcome = await fetch({ environment: { KEY_ID: 'AKIAIOSFODNN7EXAMPLE', KEY: SECRET } });
    expect(outcome.error?.code).toBe('LOGIN_REFUSED');
    expect(way.connections()).toBe(1);
    expect(at.clock.waits).toEqual([]);
    const all = JSON.stringify(outcome) + at.everything();
    expect(all).not.toContain(SECRET);
    expect(all).not.toContain('AKIAIOSFODNN7EXAMPLE');
  });

  test('of a bucket that is not there names it', async () => {
    configure({ bucket: 'elsewhere' });
    const { error } = await fetch();
    expect(error?.code).toBe('REMOTE_NOT_FOUND');
    expect(error?.message).toContain('bucket elsewhere does not exist');
  });

  test('of an object larger than allowed leaves the others', async () => {
    configure({ max_bytes: 3 });
    await bucket.put('a.csv', '1234');
    await bucket.put('b.csv', '123');
    expect(told(await fetch()).toSorted()).toEqual([
      'a.csv | failed | FILE_TOO_LARGE',
      'b.csv | fetched',
    ]);
  });

  test('of a plain address elsewhere comes before any request', async () => {
    configure({ endpoint: 'http://objects.example' });
    expect((await fetch()).error?.message).toContain('is not encrypted');
  });
});

describe('a server with a certificate of a private authority', () => {
  let authority: Authority;
  let secure: S3Server;
  beforeEach(async () => {
    authority = await privateAuthority();
    secure = await startS3(await authority.certify());
  });
  afterEach(async () => {
    await secure.close();
    authority.remove();
  });

  test('is trusted where ca names the authority, and refused at once elsewhere', async () => {
    const endpoint = `https://127.0.0.1:${secure.port}`;
    bucket = await secure.newBucket();
    bucket.fill(['a.csv']);
    configure({ endpoint, ca: authority.ca });
    expect(told(await fetch())).toEqual(['a.csv | fetched']);
    configure({ endpoint });
    const { error } = await fetch();
    expect(error?.code).toBe('CERTIFICATE_REFUSED');
    expect(error?.message).toContain(`127.0.0.1:${secure.port}`);
    expect(at.clock.waits).toEqual([]);
  });
});

describe('a server that answers otherwise', () => {
  let odd: Server;
  let asked: string[];
  const serve = async (status: number, body: string): Promise<void> =>
    answer((_, response) => {
      response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
    });
  const answer = async (listener: RequestListener): Promise<void> => {
    asked = [];
    odd = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      listener(request, response);
    });
    await new Promise<void>((listening) => odd.listen(0, '127.0.0.1', listening));
    configure({ endpoint: `http://127.0.0.1:${(odd.address() as AddressInfo).port}` });
  };
  const error = (code: string): string => `<Error><Code>${code}</Code><Message>m</Message></Error>`;
  afterEach(() => new Promise((closed) => odd.close(closed)));

  test('with keys that would leave the inbox has them refused by name, none asked for', async () => {
    const keys = ['../../etc/cron.d/x.csv', 'a/../../b.csv', 'a/./b.csv', '/etc/c.csv', 'a//b.csv'];
    const contents = keys.map(
      (key) => `<Contents><Key>${key}</Key><Size>1</Size><ETag>"1"</ETag></Contents>`,
    );
    await serve(200, `<ListBucketResult>${contents.join('')}</ListBucketResult>`);
    const { files } = await fetch();
    expect(files.map(({ remote, code }) => [remote, code]).toSorted()).toEqual(
      keys.map((key) => [key, 'UNSAFE_PATH']).toSorted(),
    );
    for (const { remote, message } of files) expect(message).toContain(JSON.stringify(remote));
    expect(asked.length).toBe(1);
  });

  test('because the clocks differ is asked again by its own clock', async () => {
    const now = (): number => Date.now() + 2 * 3_600_000;
    await answer(({ headers }, response) => {
      response.setHeader('date', new Date(now()).toUTCString());
      const stamp = String(headers['x-amz-date']).replace(
        /^(....)(..)(..)T(..)(..)(..)Z$/,
        '$1-$2-$3T$4:$5:$6Z',
      );
      const isNear = Math.abs(Date.parse(stamp) - now()) < 900_000;
      if (isNear) response.end('<ListBucketResult/>');
      else response.writeHead(403).end(error('RequestTimeTooSkewed'));
    });
    expect((await fetch()).error).toBeUndefined();
    expect(asked.length).toBe(2);
  });

  test.each([
    ['AuthorizationHeaderMalformed', 400, 'REMOTE_UNEXPECTED', 1],
    ['PermanentRedirect', 301, 'REMOTE_UNEXPECTED', 1],
    ['SignatureDoesNotMatch', 403, 'LOGIN_REFUSED', 1],
    ['ExpiredToken', 400, 'LOGIN_REFUSED', 1],
    ['AccessDenied', 403, 'ACCESS_DENIED', 1],
    ['SlowDown', 503, 'CONNECTION_FAILED', 4],
    ['InternalError', 500, 'CONNECTION_FAILED', 4],
    ['RequestTimeTooSkewed', 403, 'CONNECTION_FAILED', 4],
  ])('with %s (%i) is told as %s after %i requests', async (code, status, told, requests) => {
    await serve(status, error(code));
    const outcome = await fetch();
    expect(outcome.error?.code).toBe(told);
    expect(asked.length).toBe(requests);
    if (told === 'REMOTE_UNEXPECTED' || told === 'CONNECTION_FAILED')
      expect(outcome.error?.message).toContain(code);
  });
});
