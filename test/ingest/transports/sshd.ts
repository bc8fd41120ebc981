import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Path of OpenSSH's server, where the test runner found or installed one. */
export const SSHD = process.env.PORTOLAN_SSHD;

/** OpenSSH's server on loopback; it takes the keys below, and passwords only to refuse them. */
export interface Sshd {
  readonly port: number;
  readonly user: string;
  /** Fingerprint of its host key. */
  readonly hostKey: string;
  /** Private keys: one that opens, the same behind a passphrase, an RSA key that opens, and a stranger's. */
  readonly keys: Readonly<Record<'own' | 'locked' | 'rsa' | 'foreign', string>>;
  readonly passphrase: string;
  /** What the server logged so far, and then since the last call. */
  log(): string;
  close(): Promise<void>;
}

const PASSPHRASE = 'a passphrase of the tests';

const keygen = (...args: readonly string[]): string =>
  execFileSync('ssh-keygen', ['-q', ...args], { encoding: 'utf8' });

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => resolve(false)).once('data', () => socket.destroy());
  });

const configured = (sshd: string, folder: string, lines: readonly string[]): string => {
  const path = join(folder, 'sshd_config');
  const write = (all: readonly string[]) => writeFileSync(path, `${all.join('\n')}\n`);
  write([...lines, 'PerSourcePenalties no']);
  if (spawnSync(sshd, ['-t', '-f', path]).status !== 0) write(lines); // Before OpenSSH 9.8.
  return path;
};

/** Starts a server as the caller; as root it serves `nobody`, so that rights on files mean something. */
export const startSshd = async (sshd: string): Promise<Sshd> => {
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? 'nobody' : userInfo().username;
  const folder = mkdtempSync(join(tmpdir(), 'portolan-sshd-'));
  chmodSync(folder, 0o755);
  if (isRoot) mkdirSync('/run/sshd', { recursive: true });
  const at = (name: string): string => join(folder, name);
  for (const name of ['host', 'own', 'foreign'])
    keygen('-t', 'ed25519', '-N', '', '-C', name, '-f', at(name));
  keygen('-t', 'rsa', '-b', '2048', '-N', '', '-C', 'rsa', '-f', at('rsa'));
  appendFileSync(at('own.pub'), readFileSync(at('rsa.pub')));
  copyFileSync(at('own'), at('locked'));
  chmodSync(at('locked'), 0o600);
  keygen('-p', '-P', '', '-N', PASSPHRASE, '-f', at('locked'));
  chmodSync(at('own.pub'), 0o644);
  const port = await freePort();
  const config = configured(sshd, folder, [
    'ListenAddress 127.0.0.1',
    `Port ${port}`,
    `HostKey ${at('host')}`,
    `AuthorizedKeysFile ${at('own.pub')}`,
    'PasswordAuthentication yes',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    'StrictModes no',
    'PidFile none',
    'MaxStartups 100',
    'LogLevel DEBUG1',
    'Subsystem sftp internal-sftp',
    'ForceCommand internal-sftp -u 0022',
  ]);
  const server: ChildProcess = spawn(sshd, ['-D', '-e', '-f', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (tries > 100 || server.exitCode !== null) throw new Error(`sshd does not start: ${log}`);
    await sleep(20);
  }
  return {
    port,
    user,
    hostKey: keygen('-l', '-f', at('host.pub')).split(' ')[1] ?? '',
    keys: { own: at('own'), locked: at('locked'), rsa: at('rsa'), foreign: at('foreign') },
    passphrase: PASSPHRASE,
    log: () => {
      const since = log;
      log = '';
      return since;
    },
    close: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
