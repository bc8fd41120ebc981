import { randomUUID } from 'node:crypto';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncEntry } from './durable.ts';

const isTaken = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';

/** Writes a record that is never written again: it appears whole and synced, or not at all. False where it is there already. */
export const writeOnce = async (
  path: string,
  record: unknown,
  staging: string,
): Promise<boolean> => {
  const draft = join(staging, randomUUID());
  await mkdir(dirname(path), { recursive: true });
  await writeFile(draft, `${JSON.stringify(record, null, 2)}\n`);
  try {
    await syncEntry(draft);
    await link(draft, path);
    await syncEntry(dirname(path));
    return true;
  } catch (cause) {
    if (isTaken(cause)) return false;
    throw cause;
  } finally {
    await rm(draft, { force: true });
  }
};
