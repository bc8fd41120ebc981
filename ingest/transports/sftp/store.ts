import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type Client from 'ssh2-sftp-client';
import {
  accessDenied,
  remoteChanged,
  remoteNotFound,
  TransportError,
  unsafePath,
} from '../errors.ts';
import { DONE, markersOf } from '../offer.ts';
import type { Environment } from '../secret.ts';
import type { RemoteFile, Store } from '../store.ts';
import type { SftpTransport } from '../transport.ts';
import { bytesFrom, openFile } from './bytes.ts';
import { type Connection, connect } from './connection.ts';

const MAX_DEPTH = 16;

/** SFTP status codes as ssh2 gives them. */
const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;

/** Files, folders and links; the type is empty where the server does not say. */
const TYPES: ReadonlySet<string> = new Set(['-', 'd', 'l', '']);

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/**
 * A folder on an SFTP server whose host key is pinned: no other key is ever accepted, not at the first meeting either.
 * A dropped connection is opened again at the next step.
 */
export const openSftp = (transport: SftpTransport, environment: Environment): Store => {
  const { name, path: root, marker } = transport;
  let open: Connection | undefined;

  const refusal = (cause: unknown, what: string): unknown => {
    const code = codeOf(cause);
    if (code === PERMISSION_DENIED || code === 'EACCES') return accessDenied(name, what);
    if (code === NO_SUCH_FILE || code === 'ENOENT') return remoteNotFound(name, what);
    return cause;
  };

  const connected = async (): Promise<Connection> => {
    if (!open || open.isLost) open = await connect(transport, environment);
    return open;
  };

  const of = async <T>(what: string, answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (cause) {
      throw refusal(cause, what);
    }
  };

  const ask = async <T>(what: string, request: (client: Client) => Promise<T>): Promise<T> =>
    of(what, (await connected()).ask(request));

  const at = (path: string): string => posix.join(root, path);

  const walk = async (below: string, depth: number): Promise<RemoteFile[]> => {
    const entries = await ask(at(below), (client) => client.list(at(below)));
    const found: RemoteFile[] = [];
    for (const { name: entry, type, size, modifyTime } of entries) {
      if (!TYPES.has(type)) continue;
      const path = below === '' ? entry : `${below}/${entry}`;
      const isUnsafe = entry.includes('/') || entry === '..' || entry === '.';
      if (type === 'd' && !isUnsafe) {
        const isWanted = path !== DONE && !entry.startsWith('.') && depth < MAX_DEPTH;
        if (isWanted) found.push(...(await walkBelow(path, depth + 1)));
      } else {
        const refused = type === 'l' || isUnsafe ? { refused: unsafePath(name, path) } : {};
        const version = `${size} ${modifyTime}`;
        found.push({ path, size, version, modified: modifyTime, ...refused });
      }
    }
    return found;
  };

  /** A folder below that may not be read, or is gone by now, does not keep the others from being read. */
  const walkBelow = async (path: string, depth: number): Promise<RemoteFile[]> => {
    try {
      return await walk(path, depth);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      if (error.code === 'REMOTE_NOT_FOUND') return [];
      if (error.code !== 'ACCESS_DENIED') throw error;
      return [{ path, size: undefined, version: '', modified: 0, refused: error }];
    }
  };

  const moveAside = async (path: string): Promise<void> => {
    const target = at(`${DONE}/${path}`);
    await ask(posix.dirname(target), (client) => client.mkdir(posix.dirname(target), true));
    const isTaken = await ask(target, (client) => client.exists(target));
    const free = isTaken
      ? posix.join(posix.dirname(target), `${Date.now()}-${posix.basename(target)}`)
      : target;
    await ask(`${path} (to move it to ${DONE}/)`, (client) => client.rename(at(path), free));
  };

  return {
    list: () => walk('', 0),
    read: async (file, offset) => {
      const { size } = await ask(file.path, (client) => client.stat(at(file.path)));
      if (size !== file.size) throw remoteChanged(name, file.path);
      const connection = await connected();
      const opened = await of(file.path, openFile(connection, at(file.path)));
      return { stream: Readable.from(bytesFrom(opened, offset, size)), offset };
    },
    verify: async (file) => {
      const now = await ask(file.path, (client) => client.stat(at(file.path)));
      if (`${now.size} ${now.modifyTime}` !== file.version) throw remoteChanged(name, file.path);
    },
    finish: async (file) => {
      const { path } = file;
      if (await ask(path, (client) => client.exists(at(path)))) await moveAside(path);
      for (const each of marker ? markersOf(path, marker) : []) {
        if (await ask(each, (client) => client.exists(at(each)))) await moveAside(each);
      }
    },
    close: async () => {
      await open?.close();
    },
  };
};
