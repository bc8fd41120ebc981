import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** SHA-256 of each file of the dbt project that a build depends on, by path. */
export async function hashModels(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.(sql|ya?ml|csv)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((file) => !/^(target|logs|dbt_packages)\//.test(file))
    .sort();
  const hashes = await Promise.all(
    files.map(async (file) => [file, sha256(await readFile(join(folder, file)))] as const),
  );
  return Object.fromEntries(hashes);
}

/** SHA-256 in hex. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
