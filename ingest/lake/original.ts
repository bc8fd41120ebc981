import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { chunksOf } from '../chunks.ts';
import { fileUnreadable } from '../errors.ts';
import { syncEntry, syncFolder } from './durable.ts';
import { filesFolder } from './paths.ts';
import { isOutOfSpace } from './space.ts';

/** A delivered file copied into staging, so that what is read, hashed and kept are the same bytes. */
export interface Original {
  readonly folder: string;
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  /** When the delivered file was last written, ISO 8601 UTC. */
  readonly modifiedAt: string;
}

/** Copies a delivered file into a folder and hashes it. Throws FILE_UNREADABLE. */
export const copyOriginal = async (
  path: string,
  name: string,
  folder: string,
): Promise<Original> => {
  const hash = createHash('sha256');
  const target = join(folder, name);
  let bytes = 0;
  await mkdir(folder, { recursive: true });
  try {
    const { mtime, size } = await stat(path);
    const copy = await open(target, 'w');
    try {
      for await (const chunk of chunksOf(path, size)) {
        const written = copy.writeFile(chunk);
        hash.update(chunk);
        bytes += chunk.length;
        await written;
      }
    } finally {
      await copy.close();
    }
    const modifiedAt = mtime.toISOString();
    return { folder, path: target, name, sha256: hash.digest('hex'), bytes, modifiedAt };
  } catch (cause) {
    if (isOutOfSpace(cause)) throw cause;
    throw fileUnreadable(name, cause);
  }
};

const exists = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined)) !== undefined;

const isOccupied = (cause: unknown): boolean =>
  cause instanceof Error &&
  'code' in cause &&
  (cause.code === 'ENOTEMPTY' || cause.code === 'EEXIST');

/** Keeps the original once, under its hash, whoever else is keeping it now; gives the path where it stands. */
export const keepOriginal = async (home: string, original: Original): Promise<string> => {
  const target = join(filesFolder(home), original.sha256);
  if (!(await exists(target))) {
    await syncFolder(original.folder);
    await mkdir(filesFolder(home), { recursive: true });
    await rename(original.folder, target).catch((cause: unknown) => {
      if (!isOccupied(cause)) throw cause;
    });
    await syncEntry(filesFolder(home));
  }
  const [kept] = await readdir(target);
  return join(target, kept ?? original.name);
};
