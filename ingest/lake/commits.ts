import { renameSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { forEachSmall } from '../lanes.ts';
import { syncEntry, syncFolder } from './durable.ts';
import type { LoadIndex } from './load-index.ts';
import { isKept, moveOriginal, type Original } from './original.ts';
import { feedFolder, filesFolder, loadFolder } from './paths.ts';
import type { LoadRecord } from './record.ts';

/** Loads on their way into the lake, in their order. */
export interface Commits {
  /** Hands in a load whose rows stand in `staged`, and the file that they are of. */
  add(staged: string, record: LoadRecord, original: Original): Promise<void>;
  /** Makes what was handed in part of the lake, with the files; that outlives a power cut when it returns. */
  publish(): Promise<void>;
}

interface Pending {
  readonly staged: string;
  readonly record: LoadRecord;
  readonly original: Original;
}

const distinct = <Item>(items: readonly Item[], by: (item: Item) => string): readonly Item[] => [
  ...new Map(items.map((item) => [by(item), item])).values(),
];

/** Keeps the originals, each once under its hash, whoever else is keeping it now. */
const keepAll = async (home: string, originals: readonly Original[]): Promise<void> => {
  const fresh = originals.filter((one) => !isKept(home, one));
  if (fresh.length === 0) return;
  await forEachSmall(fresh, ({ folder }) => syncFolder(folder));
  await mkdir(filesFolder(home), { recursive: true });
  await forEachSmall(fresh, (one) => moveOriginal(home, one));
  await syncEntry(filesFolder(home));
};

/**
 * Each load appears by one rename of a synced folder, after those handed in before it. Many are synced side by side,
 * because a disk takes as long for one as for some.
 */
export const openCommits = (home: string, index: LoadIndex): Commits => {
  let pending: Pending[] = [];
  return {
    add: async (staged, record, original) => {
      pending.push({ staged, record, original });
      await index.add(record);
    },
    publish: async () => {
      const loads = pending;
      pending = [];
      if (loads.length === 0) return;
      await forEachSmall(loads, async ({ staged, record }) => {
        writeFileSync(join(staged, 'load.json'), `${JSON.stringify(record, null, 2)}\n`);
        await syncFolder(staged);
      });
      await keepAll(
        home,
        distinct(
          loads.map(({ original }) => original),
          ({ sha256 }) => sha256,
        ),
      );
      const feeds = distinct(loads, ({ record }) => record.feed).map(({ record }) => record.feed);
      for (const feed of feeds) await mkdir(feedFolder(home, feed), { recursive: true });
      for (const { staged, record } of loads)
        renameSync(staged, loadFolder(home, record.feed, record.load_id));
      for (const feed of feeds) {
        await syncEntry(feedFolder(home, feed));
        await index.published(feed);
      }
    },
  };
};
