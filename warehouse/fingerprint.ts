import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from '@duckdb/node-api';

async function hashFiles(folder: string, wanted: RegExp): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && wanted.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((file) => !/^(target|logs|dbt_packages|node_modules)\//.test(file))
    .sort();
  const hashes = await Promise.all(
    files.map(async (file) => [file, sha256(await readFile(join(folder, file)))] as const),
  );
  return Object.fromEntries(hashes);
}

/** SHA-256 of each file of the dbt project that a build depends on, by path. */
export const hashModels = (folder: string): Promise<Record<string, string>> =>
  hashFiles(folder, /\.(sql|ya?ml|csv)$/);

const folderOf = (specifier: string): string =>
  fileURLToPath(new URL('.', import.meta.resolve(specifier)));

/** SHA-256 of what turns models into tables and metrics: this folder's code, that of the runner and the query door, the engine. */
export async function hashEngine(): Promise<string> {
  const folders = [import.meta.dirname, folderOf('dbt-ts-runner'), folderOf('@portolan/query')];
  const code = await Promise.all(folders.map((folder) => hashFiles(folder, /\.([tj]s|sql)$/)));
  return sha256(JSON.stringify([code, version()]));
}

/** SHA-256 in hex. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
