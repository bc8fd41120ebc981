import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from './log.ts';

/** One line per answer: method, route, status, time; never the address, whose filters may name subjects. */
export function accessLog(log: Logger, now: () => number): RequestHandler {
  return function logAnswer(request, response, next) {
    const started = now();
    const id = randomUUID();
    response.locals.requestId = id;
    response.once('close', () => {
      const route: unknown = request.route?.path;
      log.info(
        {
          id,
          method: request.method,
          route: typeof route === 'string' ? route : 'other',
          status: response.statusCode,
          complete: response.writableFinished,
          milliseconds: Math.round(now() - started),
        },
        'answered',
      );
    });
    next();
  };
}
