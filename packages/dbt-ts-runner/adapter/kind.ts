import type { DuckDBInstance } from '@duckdb/node-api';
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
