import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { IngestError, truncatedArchive } from '../errors.ts';
import type { Limits } from '../limits.ts';
import { containerOf, headOf } from './magic.ts';
import { guard, type Unpacked } from './unpacked.ts';
import { membersOf } from './zip.ts';

const gunzip = async (
  path: string,
  target: string,
  label: string,
  packed: number,
  limits: Limits,
): Promise<void> => {
  try {
    await pipeline(
      createReadStream(path),
      createGunzip(),
      guard(label, packed, limits),
      createWriteStream(target),
    );
  } catch (cause) {
    throw cause instanceof IngestError ? cause : truncatedArchive(label, cause);
  }
};

/** The readable files within one delivered file, unpacked under `folder`. Throws TRUNCATED_ARCHIVE, ARCHIVE_UNSAFE. */
export const unpack = async (
  file: { path: string; name: string; label: string; bytes: number },
  folder: string,
  limits: Limits,
): Promise<readonly Unpacked[]> => {
  const container = containerOf(await headOf(file.path, 4));
  if (container === 'zip') return membersOf(file, folder, limits);
  const name = file.name.replace(/\.gz$/i, '');
  const plain = { path: file.path, label: file.label, name, member: '' };
  if (container === 'plain') return [plain];
  const target = join(folder, 'unpacked');
  await gunzip(file.path, target, file.label, file.bytes, limits);
  return [{ ...plain, path: target }];
};
