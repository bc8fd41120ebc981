import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes one file, or a folder's list of its files, outlive a power cut. */
export async function syncEntry(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Begins to bring a file to the disk while other work goes on; what it resolves to waits for the end. Call that when
 * nobody holds the file any more: with any handle of a file closed, all locks go that the process has on it.
 */
export async function beginSync(path: string): Promise<() => Promise<void>> {
  const handle = await open(path, 'r');
  const syncing = Promise.allSettled([handle.sync()]);
  return async () => {
    const [synced] = await syncing;
    await handle.close();
    if (synced.status === 'rejected') throw synced.reason;
  };
}

/** Makes a folder's files, and the folder's own list of them, outlive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isFile()) await syncEntry(join(folder, entry.name));
  }
  await syncEntry(folder);
}
