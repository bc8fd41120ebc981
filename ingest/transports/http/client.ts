import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { secureAddress } from '../address.ts';
import { isCertificateFault } from '../certificate.ts';
import { limitsOf } from '../context.ts';
import {
  accessDenied,
  certificateRefused,
  loginRefused,
  remoteChanged,
  remoteNotFound,
  remoteUnexpected,
  TransportError,
} from '../errors.ts';
import { Interrupted } from '../retry.ts';
import { type Environment, secretOf } from '../secret.ts';
import type { HttpsTransport } from '../transport.ts';
import type { TransportClock } from '../wait.ts';
import { agentOf } from './agent.ts';
import { type Reply, retryAfter } from './reply.ts';

const MAX_REDIRECTS = 5;
const LONGEST_ASKED_WAIT_MS = 15 * 60_000;
const BUSY = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Answers to HEAD by servers that would still answer GET, such as one that signed the address for GET alone. */
const NO_HEAD = new Set([400, 403, 404, 405, 501]);

export interface HttpClient {
  readonly origin: string;
  /** An answer of status 2xx, to HEAD also one that says no. Throws Interrupted and the refusals of a server. */
  get(
    url: URL,
    headers?: Readonly<Record<string, string>>,
    method?: 'GET' | 'HEAD',
  ): Promise<Reply>;
  close(): void;
}

const authorization = (
  { name, basic, bearer }: HttpsTransport,
  environment: Environment,
): Record<string, string> => {
  if (basic) {
    const login = `${basic.user}:${secretOf(name, basic.password, environment)}`;
    return { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
  }
  if (bearer) return { authorization: `Bearer ${secretOf(name, bearer, environment)}` };
  return {};
};

/** What may be said of an address: its query may hold what is not for a log. */
const spoken = (url: URL): string => `${url.host}${url.pathname}`;

/** Requests of one transport: verified, redirected without credentials to other hosts, waiting when asked to. */
export const openClient = (
  transport: HttpsTransport,
  environment: Environment,
  clock: TransportClock,
): HttpClient => {
  const { name } = transport;
  const agent = agentOf(transport);
  const login = authorization(transport, environment);
  const home = secureAddress(name, transport.url);
  const { idleMs } = limitsOf(transport);

  const send = (url: URL, options: RequestOptions): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const asked =
        url.protocol === 'https:'
          ? secureRequest(url, { ...options, agent })
          : plainRequest(url, options);
      const timer = setTimeout(() => {
        asked.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
      }, idleMs);
      asked.once('response', (message) => {
        clearTimeout(timer);
        resolve(message);
      });
      asked.once('error', (cause) => {
        clearTimeout(timer);
        if (cause instanceof TransportError) reject(cause);
        else if (isCertificateFault(cause)) reject(certificateRefused(name, url.host, cause.code));
        else reject(cause);
      });
      asked.end();
    });

  const refusal = (url: URL, message: IncomingMessage): Error => {
    const status = message.statusCode ?? 0;
    if (status === 401) return loginRefused(name, transport.basic?.user ?? 'the bearer token');
    if (status === 403) return accessDenied(name, spoken(url));
    if (status === 404 || status === 410) return remoteNotFound(name, spoken(url));
    if (status === 412 || status === 416) return remoteChanged(name, spoken(url));
    if (!BUSY.has(status)) {
      return remoteUnexpected(name, `${spoken(url)} answers with status ${status}`);
    }
    const afterMs = retryAfter(message.headers, clock.now());
    if (afterMs !== undefined && afterMs > LONGEST_ASKED_WAIT_MS) {
      const seconds = Math.ceil(afterMs / 1000);
      return remoteUnexpected(name, `${url.host} asks to come back after ${seconds} seconds`);
    }
    const cause = Object.assign(new Error('busy'), { code: `status ${status}` });
    return new Interrupted('busy', { cause, ...(afterMs === undefined ? {} : { afterMs }) });
  };

  const replyOf = (url: URL, message: IncomingMessage, isHead: boolean): Reply => {
    const { headers } = message;
    const encoding = headers['content-encoding'] ?? 'identity';
    const length = headers['content-length'];
    const isBounded = length !== undefined || headers['transfer-encoding'] !== undefined;
    if (!isHead && !isBounded && message.statusCode !== 204) {
      message.destroy();
      throw remoteUnexpected(name, `${spoken(url)} does not say how long its answer is`);
    }
    const isUnpacked = !isHead && (encoding === 'gzip' || encoding === 'x-gzip');
    if (!isUnpacked && encoding !== 'identity' && !isHead) {
      message.destroy();
      throw remoteUnexpected(name, `${spoken(url)} answers in the encoding ${encoding}`);
    }
    const body: Readable = isUnpacked ? pipeline(message, createGunzip(), () => {}) : message;
    return {
      url,
      status: message.statusCode ?? 0,
      headers,
      body,
      isUnpacked,
      length: isUnpacked || length === undefined ? undefined : Number(length),
    };
  };

  return {
    origin: home.origin,
    get: async (first, extra = {}, method = 'GET') => {
      let url = secureAddress(name, first.href);
      for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
        const own = url.origin === home.origin ? login : {};
        const headers = { 'accept-encoding': 'gzip', 'user-agent': 'portolan', ...extra, ...own };
        const message = await send(url, { method, headers });
        const status = message.statusCode ?? 0;
        const isHead = method === 'HEAD';
        if (status >= 200 && status < 300) return replyOf(url, message, isHead);
        if (isHead && NO_HEAD.has(status)) return replyOf(url, message, isHead);
        message.destroy();
        const { location } = message.headers;
        if (status < 300 || status >= 400 || location === undefined) throw refusal(url, message);
        url = secureAddress(name, location, url);
      }
      throw remoteUnexpected(name, `${spoken(url)} redirects more than ${MAX_REDIRECTS} times`);
    },
    close: () => agent.destroy(),
  };
};
