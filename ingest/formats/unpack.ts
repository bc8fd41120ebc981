import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createInflate } from 'node:zlib';
import type { Limits } from '../limits.ts';
import { CONTAINER_BYTES, containerOf, headOf } from './magic.ts';
import { guard, ofArchive, type Unpacked } from './unpacked.ts';
import { membersOf } from './zip.ts';

const inflate = async (
  path: string,
  unzip: Transform,
  target: string,
  label: string,
  packed: number,
  limits: Limits,
): Promise<void> => {
  try {
    await pipeline(
      createReadStream(path),
      unzip,
      guard(label, packed, limits),
      createWriteStream(target),
    );
  } catch (cause) {
    throw ofArchive(label, cause);
  }
};

/** The readable files within one delivered file, unpacked under `folder`, which is made where it is needed. Throws TRUNCATED_ARCHIVE, ARCHIVE_UNSAFE. */
export const unpack = async (
  file: { path: string; name: string; label: string; bytes: number },
  folder: string,
  limits: Limits,
): Promise<readonly Unpacked[]> => {
  const container = containerOf(headOf(file.path, CONTAINER_BYTES));
  if (container !== 'plain') mkdirSync(folder, { recursive: true });
  if (container === 'zip') return membersOf(file, folder, limits);
  const name = file.name.replace(/\.gz$/i, '');
  const plain = { path: file.path, label: file.label, name, member: '' };
  if (container === 'plain') return [plain];
  const target = join(folder, 'unpacked');
  const unzip = container === 'gzip' ? createGunzip() : createInflate();
  await inflate(file.path, unzip, target, file.label, file.bytes, limits);
  return [{ ...plain, path: target }];
};
