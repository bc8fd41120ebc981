import type { DuckDBInstance } from '@duckdb/node-api';
import { RunnerError } from '../errors.ts';
import type { Target } from '../project/profile.ts';
import type { Adapter } from './adapter.ts';
import type { ConnectionHook } from './duckdb/adapter.ts';

/** What the caller gives besides the target. */
export interface ConnectOptions {
  readonly projectDir: string;
  readonly database: DuckDBInstance | string | undefined;
  readonly connectionHook: ConnectionHook | undefined;
}

/** How a target's `type` becomes an adapter. */
export interface AdapterKind {
  /** The schema of a target that names none; without it, it must. */
  readonly defaultSchema?: string;
  /** Settings that templates do not see. */
  readonly secrets: readonly string[];
  /** Checks the target's settings; connects to nothing. */
  create(target: Target, options: ConnectOptions): Promise<Adapter>;
}

/** For databases that the caller cannot hand over open. */
export function refuseOpenDatabase(
  target: Target,
  { database, connectionHook }: ConnectOptions,
): void {
  if (database === undefined && connectionHook === undefined) return;
  throw new RunnerError(
    'option_invalid',
    `The options database and connectionHook are for DuckDB, and target '${target.name}' is of type ${target.type}. Leave them out.`,
  );
}
