import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';

/** An SSH server on loopback that takes one password by the ways it offers, and no more. */
export interface LoginServer {
  readonly port: number;
  readonly hostKey: string;
  /** Ways that were tried, with what was answered. */
  readonly tried: readonly (readonly [way: string, answer: string])[];
  close(): Promise<void>;
}

export interface Offer {
  readonly password: string;
  readonly ways: readonly ('password' | 'keyboard-interactive')[];
  /** What it asks for by keyboard-interactive. */
  readonly prompts?: readonly { readonly prompt: string; readonly echo: boolean }[];
}

const PROMPTS = [{ prompt: 'Password: ', echo: false }];

export const loginServer = async ({
  password,
  ways,
  prompts = PROMPTS,
}: Offer): Promise<LoginServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-login-'));
  const key = join(folder, 'host');
  const keygen = (...args: string[]) => execFileSync('ssh-keygen', args, { encoding: 'utf8' });
  keygen('-q', '-t', 'ed25519', '-N', '', '-f', key);
  const hostKey = keygen('-l', '-f', key).split(' ')[1] ?? '';
  const tried: (readonly [string, string])[] = [];
  const server = new ssh2.Server({ hostKeys: [readFileSync(key)] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (asked) => {
      const refuse = (): void => asked.reject([...ways]);
      const decide = (answers: readonly string[]): void => {
        tried.push([asked.method, answers.join()]);
        if (answers.length === 1 && answers[0] === password) asked.accept();
        else refuse();
      };
      if (!ways.some((way) => way === asked.method)) refuse();
      else if (asked.method === 'password') decide([asked.password]);
      else if (asked.method === 'keyboard-interactive') asked.prompt([...prompts], decide);
    });
    client.on('ready', () => {
      client.on('session', (accept) => {
        accept().on('sftp', (open) => {
          const sftp = open();
          sftp.on('OPENDIR', (request) => sftp.status(request, 3));
        });
      });
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    hostKey,
    tried,
    close: async () => {
      await new Promise((closed) => server.close(closed));
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
