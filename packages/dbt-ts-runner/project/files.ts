import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** A file below one of a package's resource folders. */
export interface ResourceFile {
  /** Absolute path. */
  readonly absolute: string;
  /** Path from the package's folder, with forward slashes: `models/staging/a.sql`. */
  readonly fromPackage: string;
  /** Path from the resource folder: `staging/a.sql`. */
  readonly fromFolder: string;
}

/** Files with one of the extensions below the folders of a package, in path order. */
export async function findFiles(
  packageDir: string,
  folders: readonly string[],
  extensions: readonly string[],
): Promise<ResourceFile[]> {
  const found: ResourceFile[] = [];
  for (const folder of folders) {
    const root = join(packageDir, folder);
    const below = slashed(relative(packageDir, root));
    for (const fromFolder of await walk(root, '')) {
      if (!extensions.some((extension) => fromFolder.endsWith(extension))) continue;
      const fromPackage = below === '' ? fromFolder : `${below}/${fromFolder}`;
      found.push({ absolute: `${root}/${fromFolder}`, fromPackage, fromFolder });
    }
  }
  return found;
}

/** Paths of the files below a folder, each after `prefix`. */
async function walk(dir: string, prefix: string): Promise<string[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(dir, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: string[] = [];
  for (const entry of entries) {
    const { name } = entry;
    if (name.startsWith('.')) continue;
    if (entry.isDirectory()) files.push(...(await walk(join(dir, name), `${prefix}${name}/`)));
    else if (entry.isFile()) files.push(`${prefix}${name}`);
  }
  return files;
}

/** True when a file or folder does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}
