import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

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
export const textOf = async (reply: Reply, maxBytes: number): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const piece of reply.body) {
    const chunk = Buffer.from(piece);
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
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

/** Milliseconds to wait by `Retry-After`, in seconds or as a date. */
export const retryAfter = (headers: IncomingHttpHeaders, now: number): number | undefined => {
  const text = headers['retry-after'];
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
};
