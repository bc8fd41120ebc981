import { createHash } from 'node:crypto';
import { createReadStream, type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileUnreadable, notFound } from '../errors.ts';

/** A file as it was handed in. */
export interface Delivered {
  readonly path: string;
  readonly name: string;
  /** Named by the user, not found in a folder. */
  readonly named: boolean;
}

/** What stands behind a path. */
export interface Found {
  readonly files: readonly Delivered[];
  /** Names of links, pipes and the like within a folder: following them could lead out of it, or never end. */
  readonly noFiles: readonly string[];
}

/** A name as it can be printed: control characters would write into a terminal or a log. */
const printable = (name: string): string => name.replaceAll(/\p{Cc}/gu, '\ufffd');

const isHidden = (name: string): boolean => name.startsWith('.') || name === '__MACOSX';

/** Numbers within names by what they count: part 2 stands before part 10. */
const COUNTED = new Intl.Collator('en', { numeric: true });

const DELETED = /^deleted\b/i;

/** Without its extension, and with one mark between words and numbers. */
const stem = (entry: Dirent): string =>
  (entry.isDirectory() ? entry.name : entry.name.replace(/\.[^.]*(\.gz)?$/i, '')).replaceAll(
    /[-_. ]+/g,
    '_',
  );

/**
 * A file stands before those numbered after it (`sites`, `sites_2`, `sites_10`), and what a server has deleted after the
 * rest of its export. Names that count the same are told apart by their code units.
 */
const inOrder = (left: Dirent, right: Dirent): number =>
  Number(DELETED.test(left.name)) - Number(DELETED.test(right.name)) ||
  COUNTED.compare(stem(left), stem(right)) ||
  COUNTED.compare(left.name, right.name) ||
  (left.name < right.name ? -1 : 1);

const walk = async (folder: string, noFiles: string[]): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw fileUnreadable(folder, cause);
  });
  const sorted = entries.filter((entry) => !isHidden(entry.name)).sort(inOrder);
  const nested = await Promise.all(
    sorted.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return walk(path, noFiles);
      if (entry.isFile()) return [path];
      noFiles.push(printable(entry.name));
      return [];
    }),
  );
  return nested.flat();
};

/** The files behind one path, folders walked in the order of names and numbers. Throws NOT_FOUND, FILE_UNREADABLE. */
export const deliveredAt = async (path: string): Promise<Found> => {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw notFound(path);
  if (!found.isDirectory())
    return { files: [{ path, name: printable(basename(path)), named: true }], noFiles: [] };
  const noFiles: string[] = [];
  const paths = await walk(path, noFiles);
  const files = paths.map((each) => ({
    path: each,
    name: printable(basename(each)),
    named: false,
  }));
  return { files, noFiles: noFiles.sort() };
};

/** Whether one of these files has a content of this many bytes; only files of that length are read. */
export const isAmong = async (
  files: readonly Delivered[],
  sha256: string,
  bytes: number,
): Promise<boolean> => {
  for (const { path } of files) {
    const found = await stat(path).catch(() => undefined);
    if (found?.size !== bytes) continue;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    if (hash.digest('hex') === sha256) return true;
  }
  return false;
};
