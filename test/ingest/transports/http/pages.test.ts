import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Authority, privateAuthority } from '../authority.ts';
import { type FetchingHome, fetchingHome, told } from '../fetching.ts';
import { type Unsteady, unsteady } from '../unsteady.ts';
import { startWeb, type Web } from '../web.ts';

const PASSWORD = 'correct horse battery';

let authority: Authority;
let web: Web;
let way: Unsteady;
let at: FetchingHome;

const configure = (paging: object, settings: object = {}): void =>
  at.configure({
    audit: {
      kind: 'https',
      url: `https://127.0.0.1:${way.port}/datasets/ClinicalAuditRecords.odm?studyoid=X(Prod)&per_page=2`,
      get: 'pages',
      extension: 'xml',
      ca: authority.ca,
      basic: { user: 'reader', password: { env: 'PASSWORD' } },
      paging,
      ...settings,
    },
  });
const fetch = () => at.fetch({ environment: { PASSWORD } });
const names = (): readonly string[] => at.inbox().map(([path]) => path);
const asked = (parameter: string): readonly (string | null)[] =>
  web.asked.map(({ url }) => new URL(url, web.origin).searchParams.get(parameter));

beforeAll(async () => {
  authority = await privateAuthority();
});
afterAll(() => authority.remove());
beforeEach(async () => {
  web = await startWeb(await authority.certify());
  way = await unsteady(web.port);
  at = fetchingHome();
});
afterEach(async () => {
  await way.close();
  await web.close();
  at.remove();
});

describe('pages by id', () => {
  const byId = { by: 'id', parameter: 'startid', id: 'SourceID' };
  let ids: number[];

  const odm = (records: readonly number[]): string =>
    `<?xml version="1.0"?><ODM xmlns="http://www.cdisc.org/ns/odm/v1.3">${records
      .map((id) => `<AuditRecord><SourceID>${id}</SourceID>${'<!-- -->'.repeat(20)}</AuditRecord>`)
      .join('')}</ODM>`;

  /** As Rave Web Services answers: records from `startid` on, two at a time. */
  const rave: RequestListener = ({ url = '' }, response) => {
    const from = Number(new URL(url, web.origin).searchParams.get('startid'));
    response.setHeader('content-type', 'application/xml');
    response.end(odm(ids.filter((id) => id >= from).slice(0, 2)));
  };

  beforeEach(() => {
    ids = [3, 4, 7, 8, 20];
    web.answer(rave);
    configure(byId);
  });

  test('come until one is empty, and the next fetch goes on after the last id', async () => {
    expect(told(await fetch())).toEqual([
      'audit-000000000001.xml | fetched',
      'audit-000000000005.xml | fetched',
      'audit-000000000009.xml | fetched',
    ]);
    expect(asked('startid')).toEqual(['1', '5', '9', '21']);
    expect(asked('per_page')).toEqual(['2', '2', '2', '2']);
    expect(asked('studyoid')).toContain('X(Prod)');
    expect(told(await fetch())).toEqual([]);
    ids.push(21, 30);
    expect(told(await fetch())).toEqual(['audit-000000000021.xml | fetched']);
    expect(asked('startid').slice(4)).toEqual(['21', '21', '31']);
    expect(at.inbox().map(([, content]) => content)).toEqual([
      odm([3, 4]),
      odm([7, 8]),
      odm([20]),
      odm([21, 30]),
    ]);
  });

  test('go on after an interruption from the last id, and no page comes in part', async () => {
    configure(byId, { attempts: 1 });
    way.breakAfter(Number.MAX_SAFE_INTEGER, 200);
    expect((await fetch()).error?.code).toBe('CONNECTION_FAILED');
    expect(names()).toEqual(['audit/audit-000000000001.xml']);
    expect(told(await fetch()).length).toBe(2);
    expect(asked('startid')).toEqual(['1', '5', '9', '21']);
    expect(at.inbox().map(([, content]) => content)).toEqual([odm([3, 4]), odm([7, 8]), odm([20])]);
  });

  test('begin where configured, and jump a gap that the next link states', async () => {
    configure({ ...byId, start: 4 });
    web.answer((request, response) => {
      const from = new URL(request.url ?? '', web.origin).searchParams.get('startid');
      if (from === '4') response.setHeader('link', '<?startid=20&per_page=2>; rel="next"');
      rave(request, response);
    });
    await fetch();
    expect(asked('startid')).toEqual(['4', '20', '21']);
  });

  test('packed on their way come unpacked; packed ones cut short are tried again', async () => {
    configure(byId, { attempts: 2 });
    let isCut = true;
    web.answer((_, response) => {
      const packed = gzipSync(odm(web.asked.length <= 2 ? [1, 2] : []));
      response.setHeader('content-encoding', 'gzip');
      response.end(isCut ? packed.subarray(0, packed.length - 9) : packed);
      isCut = false;
    });
    expect(told(await fetch())).toEqual(['audit-000000000001.xml | fetched']);
    expect(at.inbox()[0]?.[1]).toBe(odm([1, 2]));
    expect(at.clock.waits).toEqual([500]);
  });

  test.each([
    ['is cut, though announced whole', '<ODM><SourceID>5</SourceID>', 'xml', 'not whole'],
    ['is a page to sign in', '<html><p>Sign in<br></html>', 'xml', 'not whole'],
    ['has an id that is no number', '<ODM><SourceID>x5</SourceID></ODM>', 'xml', 'not whole'],
    ['brings a document type', '<!DOCTYPE a><ODM><SourceID>5</SourceID></ODM>', 'xml', 'not whole'],
    ['is no JSON', '{"SourceID": 5', 'json', 'not whole'],
    ['does not get on', '<ODM><SourceID>0</SourceID></ODM>', 'xml', 'do not get beyond id 1'],
  ])('of which one %s are refused and not kept', async (_, body, extension, why) => {
    configure(byId, { extension });
    web.answer((__, response) => void response.end(body));
    const { error } = await fetch();
    expect(error?.code).toBe('REMOTE_UNEXPECTED');
    expect(error?.message).toContain(why);
    expect(web.asked.length).toBe(1);
    expect(names()).toEqual([]);
  });

  test('as JSON are read by the field of that name, wherever it is', async () => {
    configure({ by: 'id', parameter: 'after', id: 'auditId' }, { extension: 'json' });
    web.answer((_, response) => {
      const records = web.asked.length === 1 ? [{ auditId: '9' }, { of: { auditId: 12 } }] : [];
      response.end(JSON.stringify({ records }));
    });
    expect(told(await fetch())).toEqual(['audit-000000000001.json | fetched']);
    expect(asked('after')).toEqual(['1', '13']);
  });

  test('whose login ends on the way keep what came, and go on with a new one', async () => {
    web.answer((request, response) => {
      if (asked('startid').length === 2) response.writeHead(401).end();
      else rave(request, response);
    });
    const outcome = await fetch();
    expect(outcome.error?.code).toBe('LOGIN_REFUSED');
    expect(names().length).toBe(1);
    expect((await fetch()).error).toBeUndefined();
    expect(asked('startid')).toEqual(['1', '5', '5', '9', '21']);
    expect(JSON.stringify(outcome) + at.everything()).not.toContain(PASSWORD);
  });

  test('of a server that asks for a pause come after it', async () => {
    web.answer((request, response) => {
      if (web.asked.length === 2) response.writeHead(429, { 'retry-after': '30' }).end();
      else rave(request, response);
    });
    expect(told(await fetch()).length).toBe(3);
    expect(at.clock.waits).toEqual([30_000]);
  });

  test('stop at max_pages, and the next fetch goes on', async () => {
    configure({ ...byId, max_pages: 2 });
    expect(told(await fetch())).toEqual([
      'audit-000000000001.xml | fetched',
      'audit-000000000005.xml | fetched',
      'audit | skipped | more pages than max_pages (2); the next fetch goes on',
    ]);
    expect(told(await fetch())).toEqual(['audit-000000000009.xml | fetched']);
  });
});

describe('pages by link', () => {
  /** Pages `/1`, `/2` and so on, each with the link that the function gives it. */
  const linked = (linkOf: (page: number) => string | undefined): void => {
    configure({ by: 'link' }, { url: `https://127.0.0.1:${way.port}/1`, extension: 'json' });
    web.answer(({ url = '' }, response) => {
      const page = Number(url.slice(1));
      const link = linkOf(page);
      if (link !== undefined) response.setHeader('link', link);
      response.end(JSON.stringify({ page }));
    });
  };
  const upTo = (last: number) => (page: number) =>
    page < last ? `<../${page + 1}>; rel=next` : undefined;

  test.each([
    ['</2>; rel="next"'],
    ['<2>; rel=next; title="more, later"'],
    ['</0>; rel="prev", </2>; rel="next last"'],
    ['</9>; title="rel=next"; rel="last", </2> ; REL = "next"'],
  ])('are found in %s', async (link) => {
    linked((page) => (page === 1 ? link : undefined));
    expect(told(await fetch())).toEqual([
      'audit-000000000001.json | fetched',
      'audit-000000000002.json | fetched',
    ]);
    expect(web.asked.map(({ url }) => url)).toEqual(['/1', '/2']);
  });

  test('are walked anew once finished; pages of the same bytes are no delivery', async () => {
    linked(upTo(2));
    await fetch();
    linked(upTo(3));
    expect(told(await fetch())).toEqual([
      'audit-000000000001.json | skipped | the same bytes as before',
      'audit-000000000002.json | skipped | the same bytes as before',
      'audit-000000000003.json | fetched',
    ]);
  });

  test('go on where they broke', async () => {
    linked(upTo(3));
    const answers: RequestListener = ({ url = '' }, response) => {
      if (url === '/3') response.destroy();
      else response.setHeader('link', upTo(3)(Number(url.slice(1))) ?? '').end('{}');
    };
    web.answer(answers);
    expect((await fetch()).error?.code).toBe('CONNECTION_FAILED');
    const before = web.asked.length;
    linked(upTo(3));
    expect(told(await fetch())).toEqual(['audit-000000000003.json | fetched']);
    expect(web.asked.slice(before).map(({ url }) => url)).toEqual(['/3']);
  });

  test('whose broken walk cannot go on any more begin anew', async () => {
    linked(upTo(3));
    web.answer(({ url = '' }, response) => {
      if (url === '/1') response.setHeader('link', '<gone>; rel=next').end('{}');
      else response.destroy();
    });
    expect((await fetch()).error?.code).toBe('CONNECTION_FAILED');
    linked((page) => (Number.isNaN(page) ? undefined : upTo(2)(page)));
    const pages = ['/1', '/2'];
    const before = web.asked.length;
    web.answer(({ url = '' }, response) => {
      if (!pages.includes(url)) return void response.writeHead(404).end();
      response.setHeader('link', upTo(2)(Number(url.slice(1))) ?? '').end(url);
    });
    expect((await fetch()).error).toBeUndefined();
    expect(web.asked.slice(before).map(({ url }) => url)).toEqual(['/gone', '/1', '/2']);
  });

  test.each([
    ['itself', (): string => '</1>; rel=next', 1],
    ['an earlier one', (page: number): string => `</${page === 3 ? 1 : page + 1}>; rel=next`, 3],
    ['one that came', (page: number): string => `</${page === 3 ? 2 : page + 1}>; rel=next`, 3],
  ])('of which one leads to %s are refused', async (_, linkOf, requests) => {
    linked(linkOf);
    const { error } = await fetch();
    expect(error?.code).toBe('REMOTE_UNEXPECTED');
    expect(error?.message).toContain('one that came already');
    expect(web.asked.length).toBe(requests);
  });

  test('are not followed to another host', async () => {
    linked(() => '<https://elsewhere.example/2>; rel=next');
    const { error } = await fetch();
    expect(error?.code).toBe('REMOTE_UNEXPECTED');
    expect(error?.message).toContain('elsewhere.example, another host');
  });
});

describe('pages by token', () => {
  const tokens = (next: Readonly<Record<string, string>>): void => {
    configure(
      { by: 'token', parameter: 'pageToken', token: 'nextPageToken' },
      { extension: 'json' },
    );
    web.answer(({ url = '' }, response) => {
      const token = new URL(url, web.origin).searchParams.get('pageToken') ?? 'first';
      response.end(JSON.stringify({ token, nextPageToken: next[token] }));
    });
  };

  test('come until one has none', async () => {
    tokens({ first: 'a/b+c=', 'a/b+c=': 'last' });
    expect(told(await fetch()).length).toBe(3);
    expect(asked('pageToken')).toEqual([null, 'a/b+c=', 'last']);
    expect(told(await fetch()).every((line) => line.includes('same bytes'))).toBe(true);
  });

  test('that go round are refused', async () => {
    tokens({ first: 'a', a: 'b', b: 'a' });
    expect((await fetch()).error?.message).toContain('one that came already');
    expect(asked('pageToken')).toEqual([null, 'a', 'b']);
  });
});
