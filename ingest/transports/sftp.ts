import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import Client from 'ssh2-sftp-client';
import {
  accessDenied,
  badTransport,
  hostKeyRefused,
  loginRefused,
  remoteChanged,
  remoteNotFound,
  type TransportError,
  unsafePath,
} from './errors.ts';
import { DONE, markersOf } from './offer.ts';
import { type Environment, secretOf } from './secret.ts';
import type { RemoteFile, Store } from './store.ts';
import type { SftpTransport } from './transport.ts';

const READY_MS = 20_000;
const KEEP_ALIVE_MS = 10_000;
const MAX_DEPTH = 16;

/** SFTP status codes as ssh2 gives them. */
const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;

const fieldOf = (error: unknown, field: 'code' | 'level'): unknown =>
  error instanceof Error && field in error ? Reflect.get(error, field) : undefined;

const isNoSuchFile = (cause: unknown): boolean => {
  const code = fieldOf(cause, 'code');
  return code === NO_SUCH_FILE || code === 'ENOENT';
};

/** The fingerprint of a host key as `ssh-keygen -lf` prints it. */
export const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

interface Connection {
  readonly client: Client;
  /** Rejects once the connection is lost. */
  readonly failed: Promise<never>;
}

interface Login {
  readonly password?: string;
  readonly privateKey?: string;
  readonly passphrase?: string;
}

const loginOf = async (transport: SftpTransport, environment: Environment): Promise<Login> => {
  const { name, password, private_key: key, passphrase } = transport;
  if (password) return { password: secretOf(name, password, environment) };
  if (!key) throw loginRefused(name, transport.user);
  const privateKey = key.env
    ? secretOf(name, { env: key.env }, environment)
    : await readFile(key.file ?? '', 'utf8').catch(() => {
        throw badTransport(`transport ${name}`, `private_key ${key.file} cannot be read`);
      });
  return passphrase
    ? { privateKey, passphrase: secretOf(name, passphrase, environment) }
    : { privateKey };
};

/**
 * A folder on an SFTP server whose host key is pinned: no other key is ever accepted, not at the first meeting either.
 * A dropped connection is opened again at the next step.
 */
export const openSftp = (transport: SftpTransport, environment: Environment): Store => {
  const { name, host, user, path: root, marker } = transport;
  let open: Connection | undefined;

  const refusal = (cause: unknown, what: string): unknown => {
    const code = fieldOf(cause, 'code');
    if (code === PERMISSION_DENIED || code === 'EACCES') return accessDenied(name, what);
    if (isNoSuchFile(cause)) return remoteNotFound(name, what);
    return cause;
  };

  const connect = async (): Promise<Connection> => {
    if (open) return open;
    const login = await loginOf(transport, environment);
    let shown: TransportError | undefined;
    let reject: (cause: Error) => void = () => undefined;
    const failed = new Promise<never>((_, no) => {
      reject = no;
    });
    failed.catch(() => undefined);
    const lose = (cause?: unknown): void => {
      open = undefined;
      reject(
        cause instanceof Error
          ? cause
          : Object.assign(new Error('the connection ended'), { code: 'ECONNRESET' }),
      );
    };
    const client = new Client(name, { error: lose, end: () => lose(), close: () => lose() });
    try {
      await client.connect({
        host,
        port: transport.port ?? 22,
        username: user,
        ...login,
        readyTimeout: READY_MS,
        keepaliveInterval: KEEP_ALIVE_MS,
        retries: 0,
        hostVerifier: (key: Buffer) => {
          const fingerprint = fingerprintOf(key);
          const isPinned = transport.host_key.includes(fingerprint);
          if (!isPinned) shown = hostKeyRefused(name, host, fingerprint);
          return isPinned;
        },
      });
    } catch (cause) {
      await client.end().catch(() => undefined);
      if (shown) throw shown;
      if (cause instanceof Error && /authentication methods failed/.test(cause.message))
        throw loginRefused(name, user);
      if (cause instanceof Error && /parse privateKey|passphrase/i.test(cause.message))
        throw badTransport(`transport ${name}`, 'private_key cannot be opened with passphrase');
      throw cause;
    }
    open = { client, failed };
    return open;
  };

  /** One request; fails as soon as the connection does. */
  const ask = async <T>(what: string, request: (client: Client) => Promise<T>): Promise<T> => {
    const { client, failed } = await connect();
    try {
      return await Promise.race([request(client), failed]);
    } catch (cause) {
      throw refusal(cause, what);
    }
  };

  const at = (path: string): string => posix.join(root, path);

  const walk = async (below: string, depth: number): Promise<RemoteFile[]> => {
    const entries = await ask(at(below), (client) => client.list(at(below)));
    const found: RemoteFile[] = [];
    for (const { name: entry, type, size, modifyTime } of entries) {
      const path = below === '' ? entry : `${below}/${entry}`;
      const isUnsafe = entry.includes('/') || entry === '..' || entry === '.';
      if (type === 'd' && !isUnsafe) {
        const isWanted = path !== DONE && !entry.startsWith('.') && depth < MAX_DEPTH;
        if (isWanted) found.push(...(await walk(path, depth + 1)));
      } else {
        const refused = type === 'l' || isUnsafe ? { refused: unsafePath(name, path) } : {};
        const version = `${size} ${modifyTime}`;
        found.push({ path, size, version, modified: modifyTime, ...refused });
      }
    }
    return found;
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
      const { client, failed } = await connect();
      const stream = client.createReadStream(at(file.path), { start: offset });
      failed.catch((cause) => stream.destroy(cause));
      const opened = new Promise<void>((resolve, reject) => {
        stream.once('open', () => resolve());
        stream.once('error', (cause: unknown) => reject(refusal(cause, file.path)));
      });
      await Promise.race([opened, failed]);
      return { stream, offset };
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
      await open?.client.end().catch(() => undefined);
    },
  };
};
