import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncEntry, syncFolder } from './durable.ts';
import { feedFolder, loadFolder } from './paths.ts';
import type { LoadRecord } from './record.ts';

/** Writes the record beside the staged rows and moves the whole load into the lake at one rename. */
export const commitLoad = async (
  home: string,
  staged: string,
  record: LoadRecord,
): Promise<void> => {
  await writeFile(join(staged, 'load.json'), `${JSON.stringify(record, null, 2)}\n`);
  await syncFolder(staged);
  const feed = feedFolder(home, record.feed);
  await mkdir(feed, { recursive: true });
  await rename(staged, loadFolder(home, record.feed, record.load_id));
  await syncEntry(feed);
};
