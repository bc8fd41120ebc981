import { existsSync } from 'node:fs';
import { constants, copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { BoundDefinitions } from '@portolan/query';
import type { BuildRecord } from '../record.ts';
import { text } from '../sql.ts';
import { changeSchemas } from './changes.ts';

/** The published build that a new one goes on from. */
export interface LastBuild {
  readonly record: BuildRecord;
  /** Its database file, which is only read. */
  readonly file: string;
  /** Compiled SQL of its models and tests that succeeded, by unique id. */
  readonly compiled: ReadonlyMap<string, string>;
  /** What its metrics.json holds. */
  readonly definitions: BoundDefinitions;
}

interface RunResults {
  readonly results: readonly {
    readonly unique_id: string;
    readonly status: string;
    readonly compiled_code: string | null;
  }[];
}

async function compiledSql(folder: string): Promise<Map<string, string>> {
  const { results }: RunResults = JSON.parse(
    await readFile(join(folder, 'run_results.json'), 'utf8'),
  );
  return new Map(
    results.flatMap(({ unique_id, status, compiled_code }) =>
      compiled_code !== null && (status === 'success' || status === 'pass')
        ? [[unique_id, compiled_code] as const]
        : [],
    ),
  );
}

/** Fails where another program writes to the file, or did so and left a log of it. */
async function checkReadable(file: string): Promise<void> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  instance.closeSync();
  if (existsSync(`${file}.wal`)) throw new Error('There is a log beside it.');
}

/** The last build, or why everything is built anew in place of going on from it. */
export type Continuation =
  | { readonly last: LastBuild; readonly anewBecause: null }
  | { readonly last: undefined; readonly anewBecause: string };

const anew = (anewBecause: string): Continuation => ({ last: undefined, anewBecause });

/**
 * Copies the database of the published build to `to`, where a new build may go on from it: made of the same models,
 * contracts and variables but the day, by the same code, and of loads that all still count.
 */
export async function copyLastBuild(
  home: string,
  published: BuildRecord,
  foundation: string,
  loads: readonly { readonly load_id: string }[],
  to: string,
): Promise<Continuation> {
  if (published.foundation !== foundation)
    return anew('the models, contracts, item maps, variables or the program are other ones');
  const counting = new Set(loads.map(({ load_id }) => load_id));
  if (!published.loads.every(({ load_id }) => counting.has(load_id)))
    return anew('a load of the last build does not count any more');
  const folder = join(home, 'builds', published.id);
  const file = join(folder, 'warehouse.duckdb');
  try {
    const compiled = await compiledSql(folder);
    const definitions = JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8'));
    await checkReadable(file);
    await copyFile(file, to, constants.COPYFILE_FICLONE);
    return { last: { record: published, file, compiled, definitions }, anewBecause: null };
  } catch (error) {
    await rm(to, { force: true });
    return anew(`the last build could not be read or copied (${kindOf(error)})`);
  }
}

/** What may be said of any error: its code or its kind, for its words may hold values or paths. */
const kindOf = (error: unknown): string =>
  error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.name) : 'unknown';

/** Shows the last build as database `last`, beside schemas for what changed since. */
export async function attachLast(connection: DuckDBConnection, { file }: LastBuild): Promise<void> {
  await connection.run(`attach ${text(file)} as last (read_only)`);
  for (const schema of changeSchemas) await connection.run(`create schema ${schema}`);
}

export async function detachLast(connection: DuckDBConnection): Promise<void> {
  for (const schema of changeSchemas) await connection.run(`drop schema ${schema} cascade`);
  await connection.run('detach last');
}
