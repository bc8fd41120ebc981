import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { openProject, type Project } from 'dbt-ts-runner';

export const root = resolve(import.meta.dirname, '../..');
export const modelsDir = join(root, 'models');

/** The models on a database in memory. */
export async function openModels(): Promise<{ project: Project; database: DuckDBInstance }> {
  const database = await DuckDBInstance.create();
  const project = await openProject(modelsDir, {
    database,
    env: { PORTOLAN_WAREHOUSE: ':memory:' },
    profilesDir: modelsDir,
    targetPath: null,
  });
  return { project, database };
}

/** Files below models/ with an ending, as paths relative to it. */
export async function modelFiles(ending: string): Promise<string[]> {
  const entries = await readdir(modelsDir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name).slice(modelsDir.length + 1))
    .filter((file) => !/^(target|logs)\//.test(file))
    .sort();
}

export const readModel = (file: string): Promise<string> => readFile(join(modelsDir, file), 'utf8');

const lineage = [
  '_extra VARCHAR, _deleted VARCHAR, _load_id VARCHAR, _loaded_at TIMESTAMP, _file_sha256 VARCHAR',
  '_row BIGINT, _mode VARCHAR, _source VARCHAR, _scope VARCHAR, _is_complete BOOLEAN',
].join(', ');

/** Schema `lake` with an empty table for each contract and no load. */
export async function createEmptyLake(connection: DuckDBConnection): Promise<void> {
  await connection.run('create schema lake');
  for (const file of await readdir(join(root, 'ingest/contracts'))) {
    const contract = JSON.parse(await readFile(join(root, 'ingest/contracts', file), 'utf8'));
    const columns = Object.keys(contract.properties).map((name) => `"${name}" VARCHAR`);
    const name = file.slice(0, -'.json'.length);
    await connection.run(`create table lake.${name} (${columns.join(', ')}, ${lineage})`);
  }
  await connection.run(`create table lake._loads (load_id VARCHAR, feed VARCHAR, profile VARCHAR,
    source VARCHAR, mode VARCHAR, file_name VARCHAR, file_sha256 VARCHAR, loaded_at TIMESTAMP,
    rows_read BIGINT, rows_accepted BIGINT, rows_rejected BIGINT)`);
}
