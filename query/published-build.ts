import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Catalog } from './definitions/catalog.ts';
import type { BoundDefinitions } from './definitions/model.ts';
import { QueryError } from './errors.ts';
import { type FeedFreshness, readFeeds } from './freshness.ts';

/** What a build says of itself (its build.json, as far as readers need it). */
export interface BuildFacts {
  build_id: string;
  created_at: string;
  /** ISO day that the data are evaluated on. */
  as_of_date: string;
  /** Only what had arrived by this time is in the build; null for everything. */
  as_known_at: string | null;
  /** Rows and content hash of every mart. */
  marts: Record<string, { rows: number; hash: string }>;
}

interface BuildFile extends Omit<BuildFacts, 'build_id'> {
  id: string;
}

/** A published build, open for reading. */
export interface PublishedBuild {
  readonly id: string;
  readonly facts: BuildFacts;
  readonly catalog: Catalog;
  readonly definitions: BoundDefinitions;
  readonly feeds: readonly FeedFreshness[];
  readonly instance: DuckDBInstance;
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}

/**
 * Opens a build read-only: any number of processes may do so at once, and nothing outside of its file
 * can be reached from its SQL.
 *
 * @throws QueryError BUILD_UNREADABLE when a file of the build is missing or damaged.
 */
export async function openBuild(home: string, id: string): Promise<PublishedBuild> {
  const folder = join(home, 'builds', id);
  try {
    const { id: _, ...facts } = await readJson<BuildFile>(join(folder, 'build.json'));
    const definitions = await readJson<BoundDefinitions>(join(folder, 'metrics.json'));
    const instance = await DuckDBInstance.create(join(folder, 'warehouse.duckdb'), {
      access_mode: 'READ_ONLY',
      enable_external_access: 'false',
      lock_configuration: 'true',
    });
    const catalog = new Catalog(definitions);
    const feeds = await readFeeds(instance, catalog);
    return { id, facts: { build_id: id, ...facts }, catalog, definitions, feeds, instance };
  } catch (cause) {
    throw new QueryError('BUILD_UNREADABLE', `The build ${id} in ${home} cannot be opened.`, {
      hint: 'Run portolan build --force to make a new one.',
      cause,
    });
  }
}
