import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certified } from './authority.ts';

/** What one request asked for. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A web server on loopback, secure where it has a certificate. */
export interface Web {
  readonly port: number;
  readonly origin: string;
  readonly asked: readonly Asked[];
  answer(listener: RequestListener): void;
  close(): Promise<void>;
}

export const startWeb = async (certified?: Certified): Promise<Web> => {
  const asked: Asked[] = [];
  let answer: RequestListener = (_, response) => void response.writeHead(404).end();
  const listener: RequestListener = (request, response) => {
    const { method = '', url = '', headers } = request;
    asked.push({ method, url, headers });
    answer(request, response);
  };
  const server = certified
    ? createSecure({ key: certified.key, cert: certified.cert }, listener)
    : createPlain(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `${certified ? 'https' : 'http'}://127.0.0.1:${port}`,
    asked,
    answer: (next) => {
      answer = next;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
};

export interface Served {
  readonly content: string;
  readonly etag?: string;
  readonly modified?: string;
}

/** Answers HEAD, GET, and GET of a range where `If-Range` names the etag, as a file server does. */
export const serving =
  (fileOf: (path: string) => Served | undefined): RequestListener =>
  ({ method, url = '', headers }, response) => {
    const file = fileOf(url);
    if (!file) return void response.writeHead(404).end();
    const bytes = Buffer.from(file.content);
    if (file.etag) response.setHeader('etag', file.etag);
    if (file.modified) response.setHeader('last-modified', file.modified);
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    const isRange = from > 0 && headers['if-range'] === file.etag;
    const body = isRange ? bytes.subarray(from) : bytes;
    if (isRange)
      response.setHeader('content-range', `bytes ${from}-${bytes.length - 1}/${bytes.length}`);
    response.writeHead(isRange ? 206 : 200, { 'content-length': body.length });
    response.end(method === 'HEAD' ? undefined : body);
  };
