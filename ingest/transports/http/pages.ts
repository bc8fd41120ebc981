import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fetching, limitsOf, patienceOf } from '../context.ts';
import { download } from '../download.ts';
import { remoteUnexpected, TransportError } from '../errors.ts';
import { dropPart, hashOfFile } from '../inbox.ts';
import { retry } from '../retry.ts';
import type { HttpsTransport, Paging } from '../transport.ts';
import type { HttpClient } from './client.ts';
import { pageReader } from './page.ts';
import { nextLink, type Reply } from './reply.ts';

const MAX_PAGES = 1000;

/** Where a walk over pages stands: the next id; or a token or address, with the number of the page it leads to. */
interface Cursor {
  readonly at: string | undefined;
  readonly page: number;
}

const cursorOf = (text: string | undefined): Cursor => {
  const [, page, at] = /^(\d+) (.*)$/s.exec(text ?? '') ?? [];
  return page === undefined
    ? { at: undefined, page: 1 }
    : { at: at || undefined, page: Number(page) };
};

const textOf = ({ at, page }: Cursor): string => `${page} ${at ?? ''}`;

const padded = (number: number | string): string => String(number).padStart(12, '0');

/**
 * Fetches pages, each a delivery of its own. The place to go on is recorded only once the page is durably in the inbox.
 * By id, the next fetch goes on after the last id; by link or token, a broken walk goes on where it broke, a finished one
 * begins anew and pages of the same bytes are skipped.
 */
export const takePages = async (
  transport: HttpsTransport,
  paging: Paging,
  client: HttpClient,
  run: Fetching,
): Promise<void> => {
  const { name, extension = 'xml' } = transport;
  const { inbox, state, clock, report } = run;
  const reader = pageReader(transport);
  const isById = paging.by === 'id';
  const parameter = paging.parameter ?? '';

  const startAt = (cursor: Cursor): string | undefined =>
    isById ? (cursor.at ?? String(paging.start ?? 1)) : cursor.at;

  const addressOf = (at: string | undefined): URL => {
    const url = new URL(transport.url);
    if (at === undefined) return url;
    if (paging.by === 'link') return new URL(at);
    url.searchParams.set(parameter, at);
    return url;
  };

  const linked = (reply: Reply): URL | undefined => {
    const next = nextLink(reply.headers);
    if (next === undefined) return undefined;
    if (!URL.canParse(next, reply.url.href))
      throw remoteUnexpected(name, 'the next link is no address');
    const url = new URL(next, reply.url.href);
    if (url.origin !== client.origin) {
      throw remoteUnexpected(name, `the next page is said to be at ${url.host}, another host`);
    }
    return url;
  };

  const nextId = async (part: string, reply: Reply, from: string): Promise<string | undefined> => {
    const largest = await reader.largestId(part, paging.id ?? '');
    if (largest === undefined) return undefined;
    const stated = linked(reply)?.searchParams.get(parameter);
    const next = Math.max(largest + 1, stated && /^\d{1,15}$/.test(stated) ? Number(stated) : 0);
    if (next <= Number(from))
      throw remoteUnexpected(name, `the pages do not get beyond id ${from}`);
    return String(next);
  };

  /** One page into a part, with where the next one is; undefined where there is none. */
  const fetchPage = async (at: string | undefined, part: string) => {
    await dropPart(part);
    let reply: Reply | undefined;
    await download({
      name,
      path: `the page ${at ?? 'at the start'}`,
      part,
      size: undefined,
      idleMs: limitsOf(transport).idleMs,
      maxBytes: reader.maxBytes,
      open: async () => {
        reply = await client.get(addressOf(at));
        const size = reply.length;
        return { stream: reply.body, offset: 0, ...(size === undefined ? {} : { size }) };
      },
    });
    if (!reply) throw new RangeError('no reply');
    if (isById) return { next: await nextId(part, reply, at ?? '0') };
    if (paging.by === 'link') return { next: linked(reply)?.href };
    return { next: await reader.token(part, paging.token ?? '') };
  };

  const keep = async (part: string, path: string): Promise<void> => {
    const sha256 = (await hashOfFile(part)).toString('hex');
    const before = state.files.get(path);
    if (before?.sha256 === sha256) {
      await dropPart(part);
      report({ remote: path, outcome: 'skipped', message: 'the same bytes as before' });
      return;
    }
    const { size } = await stat(part);
    const place = await inbox.place(part, path);
    state.files.set(path, {
      version: sha256,
      size,
      sha256,
      inbox: place,
      fetched_at: new Date(clock.now()).toISOString(),
      ingested: false,
    });
    report({
      remote: path,
      outcome: 'fetched',
      path: join(inbox.home, place),
      bytes: size,
      sha256,
    });
  };

  let cursor = cursorOf(state.cursor);
  const resumed = !isById && cursor.at !== undefined;
  const seen = new Set(paging.by === 'link' ? [addressOf(cursor.at).href] : []);
  const most = paging.max_pages ?? MAX_PAGES;
  for (let count = 0; count < most; count += 1) {
    const at = startAt(cursor);
    const part = inbox.partPath('page', at ?? '');
    let next: string | undefined;
    try {
      ({ next } = await retry(patienceOf(transport, clock), `fetching page ${cursor.page}`, () =>
        fetchPage(at, part),
      ));
    } catch (error) {
      const isStale =
        resumed &&
        count === 0 &&
        error instanceof TransportError &&
        ['REMOTE_NOT_FOUND', 'REMOTE_UNEXPECTED'].includes(error.code);
      if (!isStale) throw error;
      cursor = cursorOf(undefined);
      continue;
    }
    if (isById && next === undefined) return dropPart(part);
    if (next !== undefined && seen.has(next)) {
      throw remoteUnexpected(name, 'the next page is one that came already');
    }
    if (next !== undefined) seen.add(next);
    await keep(part, `${name}-${padded(isById ? (at ?? '') : cursor.page)}.${extension}`);
    cursor = next === undefined ? { at: undefined, page: 1 } : { at: next, page: cursor.page + 1 };
    state.cursor = textOf(cursor);
    await state.save();
    if (next === undefined) return;
  }
  report({
    remote: name,
    outcome: 'skipped',
    message: `more pages than max_pages (${most}); the next fetch goes on`,
  });
};
