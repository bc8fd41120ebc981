import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openProject } from 'dbt-ts-runner';
import { writeProject } from './generate.ts';

const MODELS = 200;

/**
 * What a build needs beyond the main statement of each node, which DuckDB is given once more by
 * itself; both one after another.
 */
export const overhead = async (folder: string): Promise<string> => {
  writeProject(folder, MODELS);
  const project = await openProject(folder, { profilesDir: folder, threads: 1 });
  const { results, elapsed, success } = await project.build().finished();
  await project.close();
  if (!success) throw new Error('the build whose statements are timed failed');
  const database = await DuckDBInstance.create(join(folder, 'bench.duckdb'));
  const connection = await database.connect();
  const start = performance.now();
  for (const { runCode } of results) if (runCode !== undefined) await connection.run(runCode);
  const statements = performance.now() - start;
  connection.closeSync();
  database.closeSync();
  const beyond = (elapsed * 1000 - statements) / results.length;
  return `${results.length} nodes in ${elapsed.toFixed(1)} s, their SQL alone ${(statements / 1000).toFixed(1)} s: ${beyond.toFixed(1)} ms a node beyond it`;
};
