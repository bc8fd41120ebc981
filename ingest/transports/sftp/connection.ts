import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect as connectSocket, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import Client from 'ssh2-sftp-client';
import { limitsOf } from '../context.ts';
import { badTransport, hostKeyRefused, loginRefused, TransportError } from '../errors.ts';
import { type Environment, secretOf } from '../secret.ts';
import type { SftpTransport } from '../transport.ts';

const READY_MS = 60_000;
const KEEP_ALIVE_MS = 10_000;
const CLOSING_MS = 1_000;
const TICKS = 5;

/** The protocol's own requests, below what `Client` offers. */
export type Sftp = Awaited<ReturnType<Client['connect']>>;

/** A connection whose server has shown a pinned host key and taken the login. */
export interface Connection {
  readonly isLost: boolean;
  /** One request; fails as soon as the connection does, or once the server has been silent for too long. */
  ask<T>(request: (client: Client, sftp: Sftp) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface Login {
  readonly password?: string;
  readonly privateKey?: string;
  readonly passphrase?: string;
}

/** The fingerprint of a host key as `ssh-keygen -lf` prints it. */
const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

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

/** The way to log in with what there is: a server may take a password by keyboard-interactive alone. */
const wayOf = ({ password }: Login, offered: readonly string[]) => {
  if (password === undefined) return 'publickey';
  return offered.includes('password') ? 'password' : 'keyboard-interactive';
};

/** Destroys a socket on which an answer is due and no byte came for so long. */
const watched = (socket: Socket, idleMs: number) => {
  let due = 0;
  let quiet = 0;
  let seen = 0;
  const timer = setInterval(() => {
    quiet = due === 0 || socket.bytesRead !== seen ? 0 : quiet + 1;
    seen = socket.bytesRead;
    if (quiet >= TICKS)
      socket.destroy(Object.assign(new Error('no byte came'), { code: 'ETIMEDOUT' }));
  }, idleMs / TICKS);
  socket.once('close', () => clearInterval(timer));
  return async <T>(step: () => Promise<T>): Promise<T> => {
    if (due === 0) quiet = 0;
    due += 1;
    try {
      return await step();
    } finally {
      due -= 1;
    }
  };
};

/**
 * Connects where the host key is pinned: no other key is ever accepted, not at the first meeting either. Throws
 * HOST_KEY_REFUSED before a credential is sent, LOGIN_REFUSED, SECRET_MISSING, BAD_TRANSPORT.
 */
export const connect = async (
  transport: SftpTransport,
  environment: Environment,
): Promise<Connection> => {
  const { name, host, user } = transport;
  const login = await loginOf(transport, environment);
  let isLost = false;
  let shown: TransportError | undefined;
  let reject: (cause: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, no) => {
    reject = no;
  });
  failed.catch(() => undefined);
  const lose = (cause?: unknown): void => {
    isLost = true;
    reject(cause ?? Object.assign(new Error('the connection ended'), { code: 'ECONNRESET' }));
  };
  const socket = connectSocket({ host, port: transport.port ?? 22 });
  socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
  socket.once('error', lose).once('close', () => lose());
  const watch = watched(socket, limitsOf(transport).idleMs);
  const client = new Client(name, { error: lose, end: lose, close: lose });
  let tries = 0;
  client.on('keyboard-interactive', (_name, _text, _language, prompts, answer) => {
    const isPassword = prompts.length === 1 && !prompts[0].echo;
    answer(isPassword ? [login.password] : []);
  });
  const open = () =>
    client.connect({
      sock: socket,
      username: user,
      ...login,
      tryKeyboard: true,
      authHandler: (offered, _isPartial, next) => {
        tries += 1;
        if (tries === 1) next('none');
        else if (tries === 2) next(wayOf(login, offered));
        else lose(loginRefused(name, user));
      },
      readyTimeout: READY_MS,
      hostVerifier: (key: Buffer) => {
        const fingerprint = fingerprintOf(key);
        const isPinned = transport.host_key.includes(fingerprint);
        if (!isPinned) shown = hostKeyRefused(name, host, fingerprint);
        return isPinned;
      },
    });
  try {
    const sftp = await watch(() => Promise.race([open(), failed]));
    return {
      get isLost() {
        return isLost;
      },
      ask: (request) => watch(() => Promise.race([request(client, sftp), failed])),
      close: async () => {
        await Promise.race([client.end(), sleep(CLOSING_MS)]).catch(() => undefined);
        socket.destroy();
      },
    };
  } catch (cause) {
    socket.destroy();
    if (shown) throw shown;
    if (cause instanceof TransportError) throw cause;
    if (cause instanceof Error && /authentication methods failed/.test(cause.message))
      throw loginRefused(name, user);
    if (cause instanceof Error && /parse privateKey|passphrase/i.test(cause.message))
      throw badTransport(`transport ${name}`, 'private_key cannot be opened with passphrase');
    throw cause;
  }
};
