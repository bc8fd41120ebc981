import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Makes a folder's files, and the folder's own list of them, outlive a power cut. */
export const syncFolder = async (folder: string): Promise<void> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  await Promise.all(files.map(({ name }) => sync(join(folder, name))));
  await sync(folder);
};

export const syncEntry = sync;
