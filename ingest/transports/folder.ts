import { createReadStream, type Dirent } from 'node:fs';
import { mkdir, readdir, realpath, rename, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import {
  accessDenied,
  remoteChanged,
  remoteNotFound,
  TransportError,
  unsafePath,
} from './errors.ts';
import { DONE, markersOf } from './offer.ts';
import type { RemoteFile, Store } from './store.ts';
import type { FolderTransport } from './transport.ts';

const codeOf = (cause: unknown): unknown =>
  cause instanceof Error && 'code' in cause ? cause.code : undefined;

const isInside = (path: string, root: string): boolean => {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`);
};

const versionOf = (size: number, mtimeMs: number): string => `${size} ${mtimeMs}`;

/** A drop folder on this machine or a mounted share; links that lead out of it are refused. */
export const openFolder = ({ name, path: root, marker }: FolderTransport): Store => {
  const refusal = (cause: unknown, what: string): unknown => {
    const code = codeOf(cause);
    if (code === 'EACCES' || code === 'EPERM') return accessDenied(name, what);
    if (code === 'ENOENT' || code === 'ENOTDIR') return remoteNotFound(name, what);
    return cause;
  };

  const describe = async (path: string, entry: Dirent): Promise<RemoteFile | undefined> => {
    const full = join(root, path);
    const none = { path, size: undefined, version: '', modified: 0 };
    try {
      if (entry.isSymbolicLink() && !isInside(await realpath(full), await realpath(root))) {
        return { ...none, refused: unsafePath(name, path) };
      }
      const found = await stat(full);
      if (!found.isFile()) return undefined;
      const { size, mtimeMs } = found;
      return { path, size, version: versionOf(size, mtimeMs), modified: mtimeMs };
    } catch (cause) {
      if (codeOf(cause) === 'ENOENT') return undefined;
      throw refusal(cause, path);
    }
  };

  const walk = async (below: string): Promise<RemoteFile[]> => {
    const entries = await readdir(join(root, below), { withFileTypes: true }).catch((cause) => {
      throw refusal(cause, join(root, below));
    });
    const found: RemoteFile[] = [];
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        if (path !== DONE && !entry.name.startsWith('.')) found.push(...(await walkBelow(path)));
        continue;
      }
      const file = await describe(path, entry);
      if (file) found.push(file);
    }
    return found;
  };

  /** A folder below that may not be read, or is gone by now, does not keep the others from being read. */
  const walkBelow = async (path: string): Promise<RemoteFile[]> => {
    try {
      return await walk(path);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      if (error.code === 'REMOTE_NOT_FOUND') return [];
      if (error.code !== 'ACCESS_DENIED') throw error;
      return [{ path, size: undefined, version: '', modified: 0, refused: error }];
    }
  };

  const moveAside = async (path: string): Promise<void> => {
    const target = join(root, DONE, path);
    await mkdir(dirname(target), { recursive: true });
    const isTaken = await stat(target).catch(() => undefined);
    const free = isTaken ? join(dirname(target), `${Date.now()}-${basename(target)}`) : target;
    await rename(join(root, path), free).catch((cause) => {
      if (codeOf(cause) !== 'ENOENT') throw refusal(cause, `${path} (to move it to ${DONE}/)`);
    });
  };

  return {
    list: () => walk(''),
    read: async (file, offset) => {
      const full = join(root, file.path);
      await stat(full).catch((cause) => {
        throw refusal(cause, file.path);
      });
      const stream = createReadStream(full, { start: offset });
      await new Promise<void>((resolve, reject) => {
        stream.once('open', () => resolve());
        stream.once('error', (cause) => reject(refusal(cause, file.path)));
      });
      return { stream, offset };
    },
    verify: async (file) => {
      const now = await stat(join(root, file.path)).catch(() => undefined);
      if (!now || versionOf(now.size, now.mtimeMs) !== file.version) {
        throw remoteChanged(name, file.path);
      }
    },
    finish: async (file) => {
      await moveAside(file.path);
      for (const each of marker ? markersOf(file.path, marker) : []) {
        if (await stat(join(root, each)).catch(() => undefined)) await moveAside(each);
      }
    },
    close: async () => {},
  };
};
