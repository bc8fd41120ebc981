import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stagingRoot } from './paths.ts';

/** A folder for work in progress, on the same file system as the lake, so that a rename commits. */
export interface Staging {
  readonly folder: string;
  /** A new empty folder within. */
  room(name: string): Promise<string>;
  /** Empties the folder, after each delivered file. */
  clear(): Promise<void>;
  remove(): Promise<void>;
}

const empty = async (folder: string): Promise<void> => {
  for (const entry of await readdir(folder)) {
    await rm(join(folder, entry), { recursive: true, force: true });
  }
};

/** Opens a staging folder. The caller holds the home's lock, so every older one is left over from a dead process. */
export const openStaging = async (home: string): Promise<Staging> => {
  const root = stagingRoot(home);
  await mkdir(root, { recursive: true });
  await empty(root);
  const folder = join(root, `${process.pid}-${randomUUID()}`);
  await mkdir(folder);
  return {
    folder,
    room: async (name) => {
      const room = join(folder, name);
      await mkdir(room, { recursive: true });
      return room;
    },
    clear: () => empty(folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
