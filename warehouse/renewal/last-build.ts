import { constants, copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { BuildRecord } from '../record.ts';
import { text } from '../sql.ts';
import { changeSchemas } from './table.ts';

/** The published build that a new one goes on from. */
export interface LastBuild {
  readonly record: BuildRecord;
  /** Its database file, which is only read. */
  readonly file: string;
  /** Compiled SQL of its models and tests that succeeded, by unique id. */
  readonly compiled: ReadonlyMap<string, string>;
}

interface RunResults {
  readonly results: readonly {
    readonly unique_id: string;
    readonly status: string;
    readonly compiled_code: string | null;
  }[];
}

/**
 * The published build, where a new build may go on from it: made of the same models, contracts and variables but the day,
 * and of loads that all still count. Undefined where everything is to be built anew.
 */
export async function lastBuild(
  home: string,
  published: BuildRecord | undefined,
  foundation: string,
  loads: readonly { readonly load_id: string }[],
): Promise<LastBuild | undefined> {
  if (published?.foundation !== foundation) return undefined;
  const counting = new Set(loads.map(({ load_id }) => load_id));
  if (!published.loads.every(({ load_id }) => counting.has(load_id))) return undefined;
  const folder = join(home, 'builds', published.id);
  const { results }: RunResults = JSON.parse(
    await readFile(join(folder, 'run_results.json'), 'utf8'),
  );
  const compiled = new Map(
    results.flatMap(({ unique_id, status, compiled_code }) =>
      compiled_code !== null && (status === 'success' || status === 'pass')
        ? [[unique_id, compiled_code] as const]
        : [],
    ),
  );
  return { record: published, file: join(folder, 'warehouse.duckdb'), compiled };
}

/** Copies its database, sharing the blocks where the file system can. */
export const copyDatabase = ({ file }: LastBuild, to: string): Promise<void> =>
  copyFile(file, to, constants.COPYFILE_FICLONE);

/** Shows the last build as database `last`, beside schemas for what changed since. */
export async function attachLast(connection: DuckDBConnection, { file }: LastBuild): Promise<void> {
  await connection.run(`attach ${text(file)} as last (read_only)`);
  for (const schema of changeSchemas) await connection.run(`create schema ${schema}`);
}

export async function detachLast(connection: DuckDBConnection): Promise<void> {
  for (const schema of changeSchemas) await connection.run(`drop schema ${schema} cascade`);
  await connection.run('detach last');
}
