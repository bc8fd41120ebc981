import type { DuckDBInstance } from '@duckdb/node-api';
import type { ConnectionHook } from '../adapter/duckdb/adapter.ts';
import type { Message } from '../context/base_names.ts';
import type { WarningOptions } from '../context/warning_rules.ts';

/** How a project is opened. */
export interface ProjectOptions extends WarningOptions {
  /** Variables that win over those of dbt_project.yml, as `--vars` does. */
  readonly vars?: Readonly<Record<string, unknown>>;
  /** Target of the profile; default what profiles.yml says. */
  readonly target?: string;
  /** Profile; default what dbt_project.yml says. */
  readonly profile?: string;
  /** Folder of profiles.yml; default DBT_PROFILES_DIR, then the project's folder, then ~/.dbt. */
  readonly profilesDir?: string;
  /** What env_var() reads; default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** DuckDB to use instead of the profile's path: an open instance, which stays open, or a path. */
  readonly database?: DuckDBInstance | string;
  /** Called with every new connection. */
  readonly connectionHook?: ConnectionHook;
  /** Nodes that run at a time; default what the profile says, else 2. */
  readonly threads?: number;
  /** Folder for artifacts; default the project's `target-path`; null writes none. */
  readonly targetPath?: string | null;
  /**
   * Whether a parse uses what the last one left in the target folder and leaves what it gave; default
   * what `flags` of dbt_project.yml says, else true.
   */
  readonly partialParse?: boolean;
  /**
   * Told what templates say while the project is read, and each of its warnings. What an earlier
   * parse left is not rendered, and says nothing.
   */
  readonly onMessage?: (message: Message) => void;
  /** What `invocation_id` is for the parse and the first run or other use; default a new one. */
  readonly invocationId?: string;
}
