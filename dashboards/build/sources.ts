import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const generated = new Set(['dist', 'node_modules', 'README.md']);

async function list(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries
    .filter((entry) => !generated.has(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? list(file) : [file];
    });
  return (await Promise.all(nested)).flat().sort();
}

/** sha256 over the names and contents of every file the bundle is made from. */
export async function hashSources(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await list(root)) {
    hash
      .update(path.relative(root, file))
      .update('\0')
      .update(await readFile(file));
  }
  return hash.digest('hex');
}
