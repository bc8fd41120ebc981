import { main } from '../../../packages/dbt-ts-runner/cli/main.ts';
import { type Files, projectFolder } from './project_folder.ts';

/** What a command left behind on the terminal. */
export interface Ended {
  readonly code: number;
  readonly out: string[];
  readonly err: string[];
}

/** Runs the command line in this process on the project in `dir`. */
export async function dbtTs(dir: string, ...args: string[]): Promise<Ended> {
  const out: string[] = [];
  const err: string[] = [];
  const output = {
    line: (text: string) => out.push(text),
    error: (text: string) => err.push(text),
  };
  const code = await main([...args, '--project-dir', dir, '--profiles-dir', dir], output);
  return { code, out, err };
}

/** A project folder whose profile keeps its database in shop.duckdb. */
export function folderOnFile(files: Files): Promise<string> {
  return projectFolder({
    'profiles.yml':
      'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}, other: {type: duckdb, path: other.duckdb}}}',
    ...files,
  });
}
