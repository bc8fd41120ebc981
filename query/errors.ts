/** Every refusal of the query door: code → HTTP status. The sentence is composed where it is thrown. */
export const queryErrorStatus = {
  QUERY_INVALID_REQUEST: 400,
  QUERY_UNKNOWN_METRIC: 400,
  QUERY_UNKNOWN_DIMENSION: 400,
  QUERY_DIMENSION_NOT_AVAILABLE: 400,
  QUERY_DIMENSION_REQUIRED: 400,
  QUERY_NOT_COMPARABLE: 400,
  QUERY_UNKNOWN_LIST: 400,
  QUERY_UNKNOWN_COLUMN: 400,
  QUERY_INVALID_VALUE: 400,
  QUERY_CLASS_DENIED: 403,
  QUERY_SCOPE_DENIED: 403,
  QUERY_UNKNOWN_ROLE: 403,
  QUERY_TOO_MANY_ROWS: 413,
  QUERY_TOO_MANY_PERIODS: 413,
  QUERY_VALUE_TOO_LARGE: 500,
  QUERY_FAILED: 500,
  QUERY_CANCELLED: 499,
  QUERY_DOOR_CLOSED: 503,
  BUILD_MISSING: 503,
  BUILD_UNREADABLE: 503,
  DEFINITION_INVALID: 500,
  SETTING_INVALID: 500,
} as const;

/** Stable names for programs to tell refusals apart; `docs/errors.md` explains each. */
export type QueryErrorCode = keyof typeof queryErrorStatus;

/**
 * A refusal in one sentence (what happened, where, what to do). It never holds a value of the data
 * nor a stack meant for a person.
 */
export class QueryError extends Error {
  readonly code: QueryErrorCode;
  readonly status: number;
  readonly hint: string | undefined;

  constructor(
    code: QueryErrorCode,
    message: string,
    options: { hint?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'QueryError';
    this.code = code;
    this.status = queryErrorStatus[code];
    this.hint = options.hint;
  }
}
