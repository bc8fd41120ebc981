/** Every refusal of the server itself: code → HTTP status; those without a status stop the start. */
export const serverErrorStatus = {
  SERVER_PORT_IN_USE: undefined,
  SERVER_PORT_REFUSED: undefined,
  SERVER_ADDRESS_UNKNOWN: undefined,
  SERVER_NOT_LOOPBACK: undefined,
  SERVER_PAGES_MISSING: undefined,
  SERVER_BODY_INVALID: 400,
  SERVER_PARAMETER_INVALID: 400,
  SERVER_HOST_REFUSED: 403,
  SERVER_ORIGIN_REFUSED: 403,
  SERVER_NOT_FOUND: 404,
  SERVER_METHOD_NOT_ALLOWED: 405,
  SERVER_BODY_TOO_LARGE: 413,
  SERVER_TOO_MANY_QUERIES: 413,
  SERVER_BODY_NOT_JSON: 415,
  SERVER_FAILED: 500,
  SERVER_STOPPING: 503,
} as const;

/** Refusals of HTTP itself; those of the query door keep their own codes. See `docs/errors.md`. */
export type ServerErrorCode = keyof typeof serverErrorStatus;

/** A refusal in one sentence, with what to do in `hint`. */
export class ServerError extends Error {
  readonly code: ServerErrorCode;
  readonly status: number;
  readonly hint: string | undefined;

  constructor(
    code: ServerErrorCode,
    message: string,
    options: { hint?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'ServerError';
    this.code = code;
    this.status = serverErrorStatus[code] ?? 500;
    this.hint = options.hint;
  }
}
