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

/** Makes a folder's files, and the folder's own list of them, outlive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isFile()) await syncEntry(join(folder, entry.name));
  }
  await syncEntry(folder);
}
