import type { Table, WireError } from '../wire/types.ts';
import { type Answer, answerOf } from './query.ts';

export type Tables<Id extends string> = Readonly<Record<Id, Table>>;

/** Several answers seen as one: the worst status, the first error, tables once all are there. */
export interface Combined {
  readonly status: Answer['status'];
  readonly tables: Readonly<Record<string, Table>> | undefined;
  readonly error: WireError | undefined;
}

export function combine(ids: readonly string[]): Combined {
  const answers = ids.map((id) => [id, answerOf(id)] as const);
  const failed = answers.find(([, { status }]) => status === 'failed');
  const isLoading = answers.some(([, { status }]) => status === 'loading');
  const tables = answers.flatMap(([id, { table }]) => (table ? [[id, table] as const] : []));
  return {
    status: failed ? 'failed' : isLoading ? 'loading' : 'ready',
    tables: tables.length === ids.length ? Object.fromEntries(tables) : undefined,
    error: failed?.[1].error,
  };
}
