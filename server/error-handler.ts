import { QueryError, type WireError } from '@portolan/query';
import type { ErrorRequestHandler } from 'express';
import { ServerError } from './errors.ts';
import { errorFacts, type Logger } from './log.ts';

function typeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'type' in error
    ? String(error.type)
    : undefined;
}

/** Any error as one of the catalogues'. */
export function toRefusal(error: unknown): ServerError | QueryError {
  if (error instanceof ServerError || error instanceof QueryError) return error;
  switch (typeOf(error)) {
    case 'entity.too.large':
      return new ServerError('SERVER_BODY_TOO_LARGE', 'The request is too large.', {
        hint: 'Ask for fewer queries at once.',
      });
    case 'entity.parse.failed':
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new ServerError('SERVER_BODY_INVALID', 'The body of the request is not JSON.');
    case 'request.aborted':
      return new ServerError('SERVER_BODY_INVALID', 'The request broke off.');
    default:
      return new ServerError('SERVER_FAILED', 'The server failed to answer; its log says why.', {
        cause: error,
      });
  }
}

export function toWire({ code, message, hint }: ServerError | QueryError): WireError {
  return hint === undefined ? { code, message } : { code, message, hint };
}

/** The last handler: every error leaves as `{error: {code, message, hint?}}`, never as a stack. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return function answerError(error: unknown, request, response, _next) {
    const refusal = toRefusal(error);
    const facts = { id: response.locals.requestId, ...errorFacts(refusal) };
    if (refusal.status >= 500) log.error(facts, 'request failed');
    else log.debug(facts, 'request refused');
    if (response.headersSent) {
      request.socket.destroy();
      return;
    }
    response.status(refusal.status).set('Cache-Control', 'no-store');
    response.json({ error: toWire(refusal) });
  };
}
