import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import { syncEntry } from '../lake/durable.ts';
import { inboxUnusable, unsafePath } from './errors.ts';

/** Where a transport keeps what it fetches: whole files in the inbox, parts and state beside. */
export interface Inbox {
  readonly home: string;
  readonly statePath: string;
  /** Where the bytes of a file are gathered until it is whole; the same for the same version. */
  partPath(path: string, version: string): string;
  /** Moves a whole, synced part into the inbox; gives its place below the home. */
  place(part: string, path: string): Promise<string>;
}

const CONTROL = /[\p{Cc}\\]/u;

/** The path as it may stand below the inbox. Throws UNSAFE_PATH where it leads out of it or cannot be a name. */
export const safePath = (name: string, path: string): string => {
  const parts = path.split('/');
  const isUnsafe =
    path === '' ||
    CONTROL.test(path) ||
    parts.some((part) => part === '' || part === '.' || part === '..' || part.length > 200);
  if (isUnsafe) throw unsafePath(name, path);
  return parts.join('/');
};

const syncUpTo = async (folder: string, top: string): Promise<void> => {
  for (let at = folder; ; at = dirname(at)) {
    await syncEntry(at);
    if (at === top || at === dirname(at)) return;
  }
};

export const hashOfFile = async (path: string, algorithm = 'sha256'): Promise<Buffer> => {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest();
};

/** The inbox of a transport; `stamp` keeps deliveries of one name apart. */
export const openInbox = async (home: string, name: string, stamp: string): Promise<Inbox> => {
  const own = join(home, 'inbox', '.transports', name);
  const parts = join(own, 'parts');
  try {
    await mkdir(parts, { recursive: true });
  } catch (cause) {
    throw inboxUnusable(parts, cause);
  }
  return {
    home,
    statePath: join(own, 'state.json'),
    partPath: (path, version) =>
      join(parts, createHash('sha256').update(`${path}\n${version}`).digest('hex')),
    place: async (part, path) => {
      const target = join(home, 'inbox', name, stamp, ...safePath(name, path).split('/'));
      try {
        await mkdir(dirname(target), { recursive: true });
        await rename(part, target);
        await syncUpTo(dirname(target), home);
      } catch (cause) {
        throw inboxUnusable(target, cause);
      }
      return posix.join(...relative(home, target).split('/'));
    },
  };
};

/** How many bytes of a part are there. */
export const partSize = async (path: string): Promise<number> =>
  (await stat(path).catch(() => undefined))?.size ?? 0;

export const dropPart = (path: string): Promise<void> => rm(path, { force: true });
