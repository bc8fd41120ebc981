import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  openProject,
  type Project,
  type ProjectOptions,
  type RunOptions,
  type RunSummary,
} from 'dbt-ts-runner';
import { onTestFinished } from 'vitest';

/** Files of a project by their path; dbt_project.yml and profiles.yml are added where missing. */
export type Files = Readonly<Record<string, string>>;

const standardFiles: Files = {
  'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\n',
  'profiles.yml':
    'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: ":memory:", schema: main}\n',
};

/** Writes the files to a new folder, removed when the test ends. */
export async function projectFolder(files: Files): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'dbt-ts-runner-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await writeFiles(dir, { ...standardFiles, ...files });
  return dir;
}

export async function writeFiles(dir: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const target = join(dir, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

/** An open project on a DuckDB of its own, and what tests ask of both. */
export interface Workbench {
  readonly dir: string;
  readonly project: Project;
  readonly database: DuckDBInstance;
  /** Reads the project's files again. */
  reopen(options?: ProjectOptions): Promise<Workbench>;
  /** Runs `build` and gives the status of each node by its name. */
  build(options?: RunOptions): Promise<Record<string, string>>;
  rows(sql: string): Promise<unknown[][]>;
}

/** Opens a project made of the files on a new in-memory DuckDB. */
export async function openFiles(files: Files, options: ProjectOptions = {}): Promise<Workbench> {
  return open(await projectFolder(files), await DuckDBInstance.create(':memory:'), options);
}

async function open(
  dir: string,
  database: DuckDBInstance,
  options: ProjectOptions,
): Promise<Workbench> {
  const project = await openProject(dir, { database, env: {}, ...options });
  onTestFinished(() => project.close());
  return {
    dir,
    project,
    database,
    reopen: (changed = {}) => open(dir, database, { ...options, ...changed }),
    build: async (runOptions = {}) => statuses(await project.build(runOptions).finished()),
    rows: async (sql) => {
      const connection = await database.connect();
      const rows = await (await connection.run(sql)).getRowsJson();
      connection.closeSync();
      return rows;
    },
  };
}

/** Statuses by node name, in the order of the names; statements around the run aside. */
export function statuses(summary: RunSummary): Record<string, string> {
  const entries = summary.results
    .filter(({ node }) => node.resource_type !== 'operation')
    .map(({ node, status }) => [node.name, status] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Messages by node name. */
export function messages(summary: RunSummary): Record<string, string | undefined> {
  return Object.fromEntries(summary.results.map(({ node, message }) => [node.name, message]));
}
