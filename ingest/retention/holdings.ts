import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { filesFolder } from '../lake/paths.ts';
import type { PurgedFile } from '../lake/purge.ts';
import type { LedgerLoad } from '../ledger/ledger.ts';

const filesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
};

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

const describe = async (home: string, path: string): Promise<PurgedFile> => ({
  path: relative(home, path),
  bytes: (await stat(path)).size,
  sha256: await sha256Of(path),
});

const rowFiles = async ({ folder }: LedgerLoad): Promise<readonly string[]> =>
  (await filesIn(folder)).filter((path) => path.endsWith('.parquet'));

/** Files of the inbox whose content is one of the originals. */
const inboxCopies = async (
  home: string,
  originals: ReadonlySet<string>,
): Promise<readonly PurgedFile[]> => {
  const found: PurgedFile[] = [];
  for (const path of await filesIn(join(home, 'inbox'))) {
    const file = await describe(home, path);
    if (originals.has(file.sha256)) found.push(file);
  }
  return found;
};

/** Every file of a home that holds rows of these loads: their Parquet files, originals, copies in the inbox. */
export const holdingsOf = async (
  home: string,
  loads: readonly LedgerLoad[],
): Promise<readonly PurgedFile[]> => {
  const originals = new Set(loads.map(({ record }) => record.file_sha256));
  const paths: string[] = [];
  for (const load of loads) paths.push(...(await rowFiles(load)));
  for (const sha of [...originals].sort())
    paths.push(...(await filesIn(join(filesFolder(home), sha))));
  const files: PurgedFile[] = [];
  for (const path of paths) files.push(await describe(home, path));
  return [...files, ...(await inboxCopies(home, originals))];
};

/** Builds that were made of any of these loads, and whether one is the published one. */
export const buildsOf = async (
  home: string,
  loadIds: ReadonlySet<string>,
): Promise<readonly { readonly id: string; readonly isPublished: boolean }[]> => {
  const current = (await readFile(join(home, 'current'), 'utf8').catch(() => '')).trim();
  const found: { id: string; isPublished: boolean }[] = [];
  for (const id of await readdir(join(home, 'builds')).catch((): string[] => [])) {
    const text = await readFile(join(home, 'builds', id, 'build.json'), 'utf8').catch(() => '{}');
    const record: { loads?: readonly { load_id: string }[] } = JSON.parse(text);
    if (record.loads?.some(({ load_id }) => loadIds.has(load_id)))
      found.push({ id, isPublished: id === current });
  }
  return found;
};
