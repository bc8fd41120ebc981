import type { RequestHandler } from 'express';
import { ServerError } from './errors.ts';

/** True for an address of this machine alone. */
export function isLoopback(host: string): boolean {
  return /^127(\.\d{1,3}){3}$/.test(host) || ['localhost', '::1', '[::1]'].includes(host);
}

function hostname(header: string): string {
  return /^(\[[^\]]*\]|[^:]*)(:\d+)?$/.exec(header)?.[1]?.toLowerCase() ?? '';
}

/**
 * Refuses requests that name another host: a page elsewhere whose name was rebound to this machine
 * would.
 */
export const demandLoopbackHost: RequestHandler = function demandLoopbackHost(request, _, next) {
  if (isLoopback(hostname(request.headers.host ?? ''))) return next();
  throw new ServerError(
    'SERVER_HOST_REFUSED',
    'This server answers only under 127.0.0.1 or localhost.',
  );
};

/** Refuses changes asked for by pages of another origin. */
export const demandSameOrigin: RequestHandler = function demandSameOrigin(request, _, next) {
  if (request.method === 'GET' || request.method === 'HEAD') return next();
  const site = request.headers['sec-fetch-site'];
  const { origin, host } = request.headers;
  const isForeignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (isForeignSite || (origin !== undefined && !isSameOrigin(origin, host))) {
    throw new ServerError(
      'SERVER_ORIGIN_REFUSED',
      'A page of another origin may not ask for this.',
    );
  }
  if (!request.is('application/json')) {
    throw new ServerError('SERVER_BODY_NOT_JSON', 'Send the body as application/json.');
  }
  next();
};

function isSameOrigin(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
