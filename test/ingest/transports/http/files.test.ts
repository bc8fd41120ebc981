import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { query, siteCsv } from '../../home.ts';
import { type Authority, privateAuthority } from '../authority.ts';
import { type FetchingHome, fetchingHome, longText, told } from '../fetching.ts';
import { type Unsteady, unsteady } from '../unsteady.ts';
import { serving, startWeb, type Web } from '../web.ts';

const TOKEN = 'bearer-token-of-the-tests';
const PASSWORD = 'correct horse battery';
const environment = { TOKEN, PASSWORD };

let authority: Authority;
let web: Web;
let way: Unsteady;
let at: FetchingHome;
const configure = (settings: object = {}): void =>
  at.configure({
    feed: {
      kind: 'https',
      url: `https://127.0.0.1:${way.port}/out/site.csv`,
      get: 'file',
      ca: authority.ca,
      ...settings,
    },
  });
const fetch = (settings: Parameters<FetchingHome['fetch']>[0] = {}) =>
  at.fetch({ environment, ...settings });

beforeAll(async () => {
  authority = await privateAuthority();
});
afterAll(() => authority.remove());
beforeEach(async () => {
  web = await startWeb(await authority.certify());
  way = await unsteady(web.port);
  at = fetchingHome();
  configure();
});
afterEach(async () => {
  await way.close();
  await web.close();
  at.remove();
});

describe('a file', () => {
  test('comes once for each etag', async () => {
    let file = { content: 'monday', etag: '"1"' };
    web.answer(serving(() => file));
    expect(told(await fetch())).toEqual(['site.csv | fetched']);
    expect(told(await fetch())).toEqual(['site.csv | skipped | fetched before']);
    file = { content: 'friday', etag: '"2"' };
    expect(told(await fetch())).toEqual(['site.csv | fetched']);
    expect(at.inbox()).toEqual([
      ['feed/site.csv', 'monday'],
      ['feed/site.csv', 'friday'],
    ]);
  });

  test.each([
    ['says nothing but a length', 200],
    ['knows no HEAD', 405],
  ])('of a server that %s is compared by its bytes', async (_, status) => {
    let content = 'monday';
    web.answer((request, response) => {
      if (request.method === 'HEAD' && status !== 200) response.writeHead(status).end();
      else serving(() => ({ content }))(request, response);
    });
    expect(told(await fetch())).toEqual(['site.csv | fetched']);
    expect(told(await fetch())).toEqual(['site.csv | skipped | the same bytes as before']);
    content = 'friday';
    expect(told(await fetch())).toEqual(['site.csv | fetched']);
  });

  test.each(['2031-01-01', '1980-01-01'])(
    'of a server whose clock says %s is loaded at the time of this machine',
    async (day) => {
      const stamp = new Date(day).toUTCString();
      const file = { content: siteCsv('X-1,1,10,7,2026-01-05,DE'), modified: stamp };
      web.answer((request, response) => {
        response.setHeader('date', stamp);
        serving(() => file)(request, response);
      });
      const begun = Date.now();
      const outcome = await fetch({ load: true });
      expect(told(outcome)).toEqual(['site.csv | fetched']);
      expect(at.clock.waits).toEqual([]);
      expect(outcome.loaded.map(({ outcome: word }) => word)).toEqual(['loaded']);
      const [row] = await query(
        `SELECT DISTINCT epoch_ms(_loaded_at::TIMESTAMPTZ) AS at FROM read_parquet('${at.home}/lake/site/load=*/part-*.parquet', hive_partitioning = false)`,
      );
      expect(Number(row?.at)).toBeGreaterThanOrEqual(begun - 1000);
      expect(Number(row?.at)).toBeLessThanOrEqual(Date.now() + 1000);
      expect(told(await fetch())).toEqual(['site.csv | skipped | fetched before']);
    },
  );

  test('that the server packs on its way comes unpacked', async () => {
    const content = longText(200_000);
    web.answer((_, response) => {
      response.setHeader('content-encoding', 'gzip').setHeader('etag', '"1"');
      response.end(gzipSync(content));
    });
    expect(told(await fetch())).toEqual(['site.csv | fetched']);
    expect(at.inbox()[0]?.[1] === content).toBe(true);
  });

  test('larger than allowed fails alone, also where no size is announced', async () => {
    configure({ max_bytes: 1000 });
    web.answer(serving(() => ({ content: longText(1001), etag: '"1"' })));
    expect(told(await fetch())).toEqual(['site.csv | failed | FILE_TOO_LARGE']);
    web.answer((_, response) => void response.setHeader('etag', '"2"').end(longText(1001)));
    expect(told(await fetch())).toEqual(['site.csv | failed | FILE_TOO_LARGE']);
    web.answer((_, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync(longText(1001)));
    });
    expect(told(await fetch())).toEqual(['site.csv | failed | FILE_TOO_LARGE']);
    expect(at.inbox()).toEqual([]);
  });

  test('whose length is not announced is refused', async () => {
    web.answer((_, response) => {
      response.useChunkedEncodingByDefault = false;
      response.removeHeader('content-length');
      response.shouldKeepAlive = false;
      response.socket?.end(
        'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nwho knows whether this is all',
      );
    });
    const { error } = await fetch();
    expect(error?.code).toBe('REMOTE_UNEXPECTED');
    expect(error?.message).toContain('does not say how long its answer is');
  });
});

describe('a transfer', () => {
  const content = longText(6_000_000);

  test('that drops goes on by a range where the etag is strong', async () => {
    web.answer(serving(() => ({ content, etag: '"1"' })));
    way.breakAfter(Number.MAX_SAFE_INTEGER, 3_000_000);
    expect(told(await fetch())).toEqual(['site.csv | fetched']);
    expect(at.inbox()[0]?.[1] === content).toBe(true);
    const ranges = web.asked.map(({ headers }) => [headers.range, headers['if-range']]);
    expect(ranges.slice(0, 2)).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(ranges[2]).toEqual([expect.stringMatching(/^bytes=[12]\d{6}-$/), '"1"']);
    expect(way.sent()).toBeLessThan(8_000_000);
    expect(at.clock.waits).toEqual([500]);
  });

  test.each([
    ['a weak etag', { content, etag: 'W/"1"' }],
    ['no etag', { content, modified: 'Tue, 31 Mar 2026 20:00:00 GMT' }],
  ])('that drops begins anew with %s, and its bytes are compared', async (_, file) => {
    web.answer(serving(() => file));
    way.breakAfter(Number.MAX_SAFE_INTEGER, 3_000_000);
    expect(told(await fetch())).toEqual(['site.csv | fetched']);
    expect(web.asked.every(({ headers }) => headers.range === undefined)).toBe(true);
    expect(at.inbox()[0]?.[1] === content).toBe(true);
  });

  test('of a file that is replaced meanwhile leaves nothing of either', async () => {
    let file = { content, etag: '"1"' };
    web.answer(serving(() => file));
    way.breakAfter(Number.MAX_SAFE_INTEGER, 3_000_000);
    at.clock.meanwhile(() => {
      file = { content: `${content}more`, etag: '"2"' };
    });
    expect(told(await fetch())).toEqual(['site.csv | failed | REMOTE_CHANGED']);
    expect(at.inbox()).toEqual([]);
    expect(told(await fetch())).toEqual(['site.csv | fetched']);
    expect(at.inbox()[0]?.[1] === file.content).toBe(true);
  });

  test('that ends before the announced length is tried again, and never kept', async () => {
    configure({ attempts: 2 });
    web.answer((request, response) => {
      response.writeHead(200, { 'content-length': 1000, etag: '"1"' });
      response.write(request.method === 'HEAD' ? '' : 'x'.repeat(600), () => response.destroy());
    });
    expect((await fetch()).error?.code).toBe('CONNECTION_FAILED');
    expect(at.inbox()).toEqual([]);
    web.answer(serving(() => ({ content: 'x'.repeat(1000), etag: '"1"' })));
    expect(told(await fetch())).toEqual(['site.csv | fetched']);
    expect(at.inbox()).toEqual([['feed/site.csv', 'x'.repeat(1000)]]);
  });

  test('of a range that is no such range is not believed', async () => {
    configure({ attempts: 2 });
    way.breakAfter(Number.MAX_SAFE_INTEGER, 3_000_000);
    web.answer((request, response) => {
      if (request.headers.range === undefined) {
        serving(() => ({ content, etag: '"1"' }))(request, response);
        return;
      }
      response.writeHead(206, { 'content-range': 'bytes 5900000-5999999/6000000' });
      response.end(content.slice(5_900_000));
    });
    expect((await fetch()).error?.code).toBe('CONNECTION_FAILED');
    expect(at.inbox()).toEqual([]);
  });

  test.each([
    ['before it answers', (): void => {}],
    ['within the answer', undefined],
  ])('from a server that falls silent %s is left within the limit', async (_, listener) => {
    configure({ attempts: 1, idle_seconds: 0.5 });
    if (listener) web.answer(listener);
    else {
      web.answer(serving(() => ({ content, etag: '"1"' })));
      way.fallSilentAfter(Number.MAX_SAFE_INTEGER);
      way.fallSilentAfter(1_000_000);
    }
    const begun = performance.now();
    const { error } = await fetch();
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(error?.code).toBe('CONNECTION_FAILED');
    expect(error?.message).toContain('(ETIMEDOUT)');
  });
});

describe('a login', () => {
  const basic = { basic: { user: 'reader', password: { env: 'PASSWORD' } } };

  test('goes with every request to the configured host', async () => {
    web.answer(serving(() => ({ content: 'a', etag: '"1"' })));
    configure(basic);
    await fetch();
    configure({ bearer: { env: 'TOKEN' }, url: `https://127.0.0.1:${way.port}/out/b.csv` });
    await fetch();
    const login = Buffer.from(`reader:${PASSWORD}`).toString('base64');
    expect(web.asked.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${login}`,
      `Basic ${login}`,
      `Bearer ${TOKEN}`,
      `Bearer ${TOKEN}`,
    ]);
  });

  test.each([
    ['reader', basic],
    ['the bearer token', { bearer: { env: 'TOKEN' } }],
  ])('of %s that is refused is not tried again', async (who, settings) => {
    configure(settings);
    web.answer((_, response) => void response.writeHead(401).end());
    const outcome = await fetch();
    expect(outcome.error?.code).toBe('LOGIN_REFUSED');
    expect(outcome.error?.message).toContain(`the login of ${who}`);
    expect(web.asked.length).toBe(1);
    const all = JSON.stringify(outcome) + at.everything();
    for (const secret of [TOKEN, PASSWORD, Buffer.from(PASSWORD).toString('base64').slice(0, 20)])
      expect(all).not.toContain(secret);
  });

  test('does not go with a redirect to another host, but with one on the same', async () => {
    const other = await startWeb(await authority.certify());
    try {
      other.answer(serving(() => ({ content: 'there', etag: '"1"' })));
      web.answer(({ url }, response) => {
        const to = url === '/out/site.csv' ? '/second' : `${other.origin}/third`;
        response.writeHead(302, { location: to }).end();
      });
      configure({ bearer: { env: 'TOKEN' } });
      expect(told(await fetch())).toEqual(['site.csv | fetched']);
      expect(web.asked.map(({ url, headers }) => [url, headers.authorization])).toEqual([
        ['/out/site.csv', `Bearer ${TOKEN}`],
        ['/second', `Bearer ${TOKEN}`],
        ['/out/site.csv', `Bearer ${TOKEN}`],
        ['/second', `Bearer ${TOKEN}`],
      ]);
      expect(other.asked.map(({ headers }) => headers.authorization)).toEqual([
        undefined,
        undefined,
      ]);
    } finally {
      await other.close();
    }
  });

  test('does not go to another host that a list names', async () => {
    const other = await startWeb(await authority.certify());
    try {
      other.answer(serving(() => ({ content: 'there', etag: '"1"' })));
      const list = { files: ['a.csv', { url: `${other.origin}/b.csv` }] };
      web.answer(
        serving((path) => ({
          content: path === '/list' ? JSON.stringify(list) : 'here',
          etag: '"1"',
        })),
      );
      configure({
        url: `https://127.0.0.1:${way.port}/list`,
        get: 'list',
        bearer: { env: 'TOKEN' },
      });
      expect(told(await fetch()).toSorted()).toEqual(['a.csv | fetched', 'b.csv | fetched']);
      expect(new Set(web.asked.map(({ headers }) => headers.authorization))).toEqual(
        new Set([`Bearer ${TOKEN}`]),
      );
      expect(new Set(other.asked.map(({ headers }) => headers.authorization))).toEqual(
        new Set([undefined]),
      );
    } finally {
      await other.close();
    }
  });

  test.each([
    ['http://feed.example/a.csv', 'is not encrypted'],
    ['ftp://127.0.0.1/a.csv', 'is not encrypted'],
    ['https://user:word@127.0.0.1/a.csv', 'holds a login'],
  ])('never follows a redirect to %s', async (location, why) => {
    web.answer((_, response) => void response.writeHead(307, { location }).end());
    const { error } = await fetch();
    expect(error?.code).toBe('BAD_TRANSPORT');
    expect(error?.message).toContain(why);
    expect(web.asked.length).toBe(1);
  });

  test('is not sent round and round', async () => {
    web.answer(({ url }, response) => void response.writeHead(302, { location: url }).end());
    const { error } = await fetch({ load: false });
    expect(error?.code).toBe('REMOTE_UNEXPECTED');
    expect(web.asked.length).toBeLessThan(15);
  });
});

describe('a busy server', () => {
  const busyOnce = (headers: Record<string, string>, status = 429): void => {
    let isBusy = true;
    web.answer((request, response) => {
      if (!isBusy) return serving(() => ({ content: 'a', etag: '"1"' }))(request, response);
      isBusy = false;
      response.writeHead(status, headers).end();
    });
  };

  test('is asked again when it says, in seconds', async () => {
    busyOnce({ 'retry-after': '7' });
    expect(told(await fetch())).toEqual(['site.csv | fetched']);
    expect(at.clock.waits).toEqual([7000]);
  });

  test('is asked again when it says, as a date by its own clock', async () => {
    busyOnce(
      {
        date: 'Tue, 01 Jan 2030 00:00:00 GMT',
        'retry-after': 'Tue, 01 Jan 2030 00:00:42 GMT',
      },
      503,
    );
    expect(told(await fetch())).toEqual(['site.csv | fetched']);
    expect(at.clock.waits).toEqual([42_000]);
  });

  test('that says nothing is asked again later and later', async () => {
    configure({ attempts: 3 });
    web.answer((_, response) => void response.writeHead(503).end());
    const { error } = await fetch();
    expect(error?.code).toBe('CONNECTION_FAILED');
    expect(error?.message).toContain('failed 3 times (status 503)');
    expect(at.clock.waits).toEqual([500, 1000]);
  });

  test('that asks for more than a quarter of an hour is left to the next fetch', async () => {
    busyOnce({ 'retry-after': '3600' });
    const { error } = await fetch();
    expect(error?.code).toBe('REMOTE_UNEXPECTED');
    expect(error?.message).toContain('asks to come back after 3600 seconds');
    expect(at.clock.waits).toEqual([]);
  });
});

describe('a certificate', () => {
  beforeEach(() => web.answer(serving(() => ({ content: 'a', etag: '"1"' }))));
  const refused = async (why: string): Promise<void> => {
    const { error } = await fetch();
    expect(error?.code).toBe('CERTIFICATE_REFUSED');
    expect(error?.message).toContain(why);
    expect(web.asked).toEqual([]);
    expect(at.clock.waits).toEqual([]);
  };

  test('of an authority that nobody named is refused, whatever the environment says', async () => {
    configure({ ca: undefined, bearer: { env: 'TOKEN' } });
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      await refused('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
  });

  test('of another name is refused', async () => {
    const named = await startWeb(await authority.certify('feed.example'));
    try {
      configure({ url: `${named.origin}/site.csv` });
      await refused('ERR_TLS_CERT_ALTNAME_INVALID');
      expect(named.asked).toEqual([]);
    } finally {
      await named.close();
    }
  });

  test('other than the pinned one is refused', async () => {
    configure({ pin: `SHA256:${'AB:'.repeat(31)}AB` });
    await refused('it is not the pinned one');
  });

  test('authority file that is not there is named', async () => {
    configure({ ca: '/nowhere/ca.pem' });
    expect((await fetch()).error?.message).toContain('ca /nowhere/ca.pem cannot be read');
  });
});

describe('a list', () => {
  const lists = (text: string, files: Readonly<Record<string, string>> = {}): void => {
    configure({ url: `https://127.0.0.1:${way.port}/out/list`, get: 'list' });
    web.answer(
      serving((path) => {
        const content = path === '/out/list' ? text : files[path];
        return content === undefined ? undefined : { content, etag: '"1"' };
      }),
    );
  };

  test.each([
    ['lines', 'a.csv\n# a remark\n/deep/b%20c.csv?token=1\n'],
    ['JSON', '["a.csv", {"url": "/deep/b%20c.csv?token=1"}]'],
  ])('of %s names files', async (_, text) => {
    lists(text, { '/out/a.csv': 'a', '/deep/b%20c.csv?token=1': 'b' });
    expect(told(await fetch()).toSorted()).toEqual(['a.csv | fetched', 'b c.csv | fetched']);
  });

  test('whose entry would leave the inbox has it refused and the others come', async () => {
    lists('a.csv\n/x/..%2f..%2fetc%2fpasswd\n/x/a%5cy.csv\n', { '/out/a.csv': 'a' });
    expect(told(await fetch()).toSorted()).toEqual([
      '../../etc/passwd | failed | UNSAFE_PATH',
      'a.csv | fetched',
      'a\\y.csv | failed | UNSAFE_PATH',
    ]);
  });

  test('with a file that is gone has it told and the others come', async () => {
    lists('gone.csv\na.csv\n', { '/out/a.csv': 'a' });
    expect(told(await fetch()).toSorted()).toEqual([
      'a.csv | fetched',
      'gone.csv | failed | REMOTE_NOT_FOUND',
    ]);
  });

  test('that is none is told', async () => {
    lists('{"error": "no"}');
    expect((await fetch()).error?.code).toBe('REMOTE_UNEXPECTED');
    lists('<html>sign in</html>');
    expect((await fetch()).error?.message).toContain('gives a page, not a list');
    expect(at.inbox()).toEqual([]);
  });
});

test('a FHIR Bulk manifest gives its output once', async () => {
  const output = [
    { type: 'ResearchSubject', url: '/bulk/1.ndjson?sig=abc' },
    { type: 'ResearchSubject', url: '/bulk/2.ndjson?sig=abc' },
  ];
  web.answer(
    serving((path) => ({
      content: path === '/bulk' ? JSON.stringify({ output }) : `{"path":"${path.slice(0, 7)}"}\n`,
    })),
  );
  configure({ url: `https://127.0.0.1:${way.port}/bulk`, get: 'manifest' });
  expect(told(await fetch())).toEqual([
    'ResearchSubject-1.ndjson | fetched',
    'ResearchSubject-2.ndjson | fetched',
  ]);
  expect(told(await fetch()).every((line) => line.endsWith('fetched before'))).toBe(true);
  expect(at.everything()).not.toContain('sig=abc');
});
