import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { locksFolder, stagingRoot } from './paths.ts';
import { isAlive, nameBy, ownerIn, thisProcess } from './process.ts';

/** A folder for work in progress, on the same file system as the lake, so that a rename commits. */
export interface Staging {
  readonly folder: string;
  /** Where the engine spills; stays when the folder is emptied. */
  readonly spill: string;
  /** A new empty folder within. */
  room(name: string): Promise<string>;
  /** Empties the folder, after each delivered file. */
  clear(): Promise<void>;
  remove(): Promise<void>;
}

const SPILL = '.spill';

const empty = (folder: string): void => {
  for (const entry of readdirSync(folder)) {
    if (entry === SPILL) continue;
    rmSync(join(folder, entry), { recursive: true, force: true });
  }
};

/** Removes what processes that no longer live have left behind; `isOurs` picks the entries that name their owner. */
const sweep = async (folder: string, isOurs: (name: string) => boolean): Promise<void> => {
  const entries = await readdir(folder).catch((): string[] => []);
  for (const entry of entries.filter(isOurs)) {
    const owner = ownerIn(entry);
    if (!owner || !isAlive(owner)) await rm(join(folder, entry), { recursive: true, force: true });
  }
};

/** Opens a staging folder of this process, and removes those of dead ones. */
export const openStaging = async (home: string): Promise<Staging> => {
  const root = stagingRoot(home);
  await mkdir(root, { recursive: true });
  await sweep(root, () => true);
  await sweep(locksFolder(home), (name) => ownerIn(name) !== undefined);
  const folder = join(root, nameBy(thisProcess(), randomUUID()));
  await mkdir(folder);
  return {
    folder,
    spill: join(folder, SPILL),
    room: async (name) => {
      const room = join(folder, name);
      mkdirSync(room, { recursive: true });
      return room;
    },
    clear: async () => empty(folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
