import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { ownFolder } from '../project/own_folder.ts';

const extensions = new Set(['.ts', '.js', '.json', '.sql']);
let known: string | undefined;

/** Tells this runner from every other: a hash of its code and macros. */
export function edition(): string {
  known ??= hashOf(ownFolder);
  return known;
}

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of filesIn(folder)) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}

function filesIn(folder: string, below = ''): string[] {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(below, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(folder, path);
      const isCode = extensions.has(extname(entry.name)) && !entry.name.endsWith('.d.ts');
      return isCode ? [path] : [];
    });
}
