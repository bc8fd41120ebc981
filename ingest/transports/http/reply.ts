import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { watched } from '../download.ts';

/** An answer with its body still to be read. */
export interface Reply {
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body as sent, or unpacked where it came gzipped. */
  readonly body: Readable;
  readonly isUnpacked: boolean;
  /** Bytes that the server announced for this body; undefined where chunked or unpacked. */
  readonly length: number | undefined;
}

/** The whole body as text. Throws what the stream throws; undefined where it is longer than allowed. */
export const textOf = async (
  { body }: Reply,
  { maxBytes, idleMs }: { readonly maxBytes: number; readonly idleMs: number },
): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  const watch = watched(body, idleMs);
  try {
    for await (const piece of body) {
      const chunk = Buffer.from(piece);
      watch.alive();
      size += chunk.length;
      if (size > maxBytes) return undefined;
      chunks.push(chunk);
    }
  } finally {
    watch.end();
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** The address in `Link: <...>; rel="next"`. */
export const nextLink = (headers: IncomingHttpHeaders): string | undefined => {
  const { link } = headers;
  const text = Array.isArray(link) ? link.join(', ') : (link ?? '');
  for (const [, address, parameters = ''] of text.matchAll(/<([^>]*)>((?:\s*;[^,<]*)*)/g)) {
    if (/;\s*rel\s*=\s*"?(?:[^"]*\s)?next(?:\s[^"]*)?"?\s*(?:;|$)/i.test(parameters))
      return address;
  }
  return undefined;
};

/** Milliseconds to wait by `Retry-After`, in seconds or as a date by the server's own clock. */
export const retryAfter = (headers: IncomingHttpHeaders, now: number): number | undefined => {
  const text = headers['retry-after'];
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  const stated = Date.parse(headers.date ?? '');
  return Number.isNaN(at) ? undefined : Math.max(0, at - (Number.isNaN(stated) ? now : stated));
};
