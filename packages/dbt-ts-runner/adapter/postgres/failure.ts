import { RunnerError, sentenceOf } from '../../errors.ts';

/** The fields of the server's errors that are read. */
interface ServerError {
  readonly code: string;
  readonly hint?: string;
  readonly position?: string;
}

/** Serialization failure, deadlock, lock not to be had, and two sessions at one catalog row. */
const conflicts = new Set(['40001', '40P01', '55P03']);
const catalogRace = /tuple concurrently (?:updated|deleted)/;

/** The server's error as the runner shows it: hint and line stand behind, row values are left out. */
export function databaseFailure(error: unknown, sql = ''): RunnerError {
  const { hint, position } = isServerError(error) ? error : {};
  const line =
    position === undefined || sql === ''
      ? ''
      : ` LINE ${sql.slice(0, Number(position) - 1).split('\n').length}: ${lineAt(sql, Number(position) - 1)}`;
  return new RunnerError(
    'database_failed',
    `The database says: ${sentenceOf(error)}${hint === undefined ? '' : ` (${hint})`}${line}`,
    { cause: error },
  );
}

/** True when running the transaction again may help. */
export function isConflict(error: unknown): boolean {
  const cause = causeOf(error);
  return isServerError(cause) && (conflicts.has(cause.code) || catalogRace.test(cause.message));
}

/** True when the server answered, if only to refuse. */
export function isFromServer(error: unknown): boolean {
  return isServerError(causeOf(error));
}

/** What the driver threw. */
function causeOf(error: unknown): unknown {
  return error instanceof RunnerError && error.cause !== undefined ? causeOf(error.cause) : error;
}

function isServerError(error: unknown): error is Error & ServerError {
  return error instanceof Error && 'code' in error && 'severity' in error;
}

function lineAt(sql: string, index: number): string {
  const start = sql.lastIndexOf('\n', index - 1) + 1;
  const end = sql.indexOf('\n', index);
  return sql.slice(start, end === -1 ? undefined : end).trim();
}
