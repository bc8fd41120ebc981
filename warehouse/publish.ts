import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncEntry } from './durable.ts';
import type { BuildRecord } from './record.ts';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The record of one kept build; undefined where there is none. */
export async function readBuild(home: string, id: string): Promise<BuildRecord | undefined> {
  try {
    return JSON.parse(await readFile(join(home, 'builds', id, 'build.json'), 'utf8'));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The published build; undefined before the first one. */
export async function publishedBuild(home: string): Promise<BuildRecord | undefined> {
  try {
    return await readBuild(home, (await readFile(join(home, 'current'), 'utf8')).trim());
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Points `current` at a build by one rename: a reader sees the old build or the new one. */
export async function publish(home: string, id: string): Promise<void> {
  const pointer = join(home, 'current');
  const next = `${pointer}.${process.pid}`;
  await writeFile(next, `${id}\n`);
  await syncEntry(next);
  await rename(next, pointer);
  await syncEntry(home);
}

/** Removes all builds but the newest ones and the published one. */
export async function prune(home: string, keep: number): Promise<void> {
  const published = await publishedBuild(home);
  const ids = (await readdir(join(home, 'builds'))).filter((id) => !id.endsWith('.partial')).sort();
  const old = ids.slice(0, Math.max(0, ids.length - keep)).filter((id) => id !== published?.id);
  for (const id of old) await rm(join(home, 'builds', id), { recursive: true, force: true });
}
