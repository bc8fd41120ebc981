import { closeSync, fsync as fsFsync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const fsync = promisify(fsFsync);

const sync = async (path: string): Promise<void> => {
  const file = openSync(path, 'r');
  try {
    await fsync(file);
  } finally {
    closeSync(file);
  }
};

/** Makes a folder's files, and the folder's own list of them, outlive a power cut. */
export const syncFolder = async (folder: string): Promise<void> => {
  const entries = readdirSync(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  await Promise.all(files.map(({ name }) => sync(join(folder, name))));
  await sync(folder);
};

/**
 * Begins to bring a file to the disk, so that little is left to do when it is synced; what goes wrong then tells.
 */
export const syncBehind = (path: string): void => void sync(path).catch(() => undefined);

export const syncEntry = sync;
