import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  write as fsWrite,
  mkdirSync,
  openSync,
  writeFileSync,
} from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chunksOf, SMALL_BYTES } from '../chunks.ts';
import { fileUnreadable } from '../errors.ts';
import { syncBehind } from './durable.ts';
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

const write = promisify(fsWrite);

/** Writes bytes where the last ended; few of them at once. */
const writeAll = async (file: number, bytes: Buffer): Promise<void> => {
  if (bytes.length <= SMALL_BYTES) {
    writeFileSync(file, bytes);
    return;
  }
  for (let at = 0; at < bytes.length; )
    at += (await write(file, bytes, at, bytes.length - at)).bytesWritten;
};

/** Copies a delivered file into a folder and hashes it. Throws FILE_UNREADABLE. */
export const copyOriginal = async (
  path: string,
  name: string,
  folder: string,
): Promise<Original> => {
  const hash = createHash('sha256');
  const target = join(folder, name);
  let bytes = 0;
  mkdirSync(folder, { recursive: true });
  try {
    const { mtime } = await stat(path);
    const copy = openSync(target, 'w');
    try {
      for await (const chunk of chunksOf(path)) {
        const written = writeAll(copy, chunk);
        hash.update(chunk);
        bytes += chunk.length;
        await written;
      }
    } finally {
      closeSync(copy);
    }
    if (bytes > SMALL_BYTES) syncBehind(target);
    const modifiedAt = mtime.toISOString();
    return { folder, path: target, name, sha256: hash.digest('hex'), bytes, modifiedAt };
  } catch (cause) {
    if (isOutOfSpace(cause)) throw cause;
    throw fileUnreadable(name, cause);
  }
};

const isOccupied = (cause: unknown): boolean =>
  cause instanceof Error &&
  'code' in cause &&
  (cause.code === 'ENOTEMPTY' || cause.code === 'EEXIST');

/** Whether a file of this content is kept already. */
export const isKept = (home: string, { sha256 }: Original): boolean =>
  existsSync(join(filesFolder(home), sha256));

/** Moves the original to where it is kept, under its hash, unless another process has done so by now. */
export const moveOriginal = (home: string, { folder, sha256 }: Original): Promise<void> =>
  rename(folder, join(filesFolder(home), sha256)).catch((cause: unknown) => {
    if (!isOccupied(cause)) throw cause;
  });
