import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Certified } from './authority.ts';

/** An S3 server on loopback. */
export interface S3Server {
  readonly port: number;
  /** The login that the server takes. */
  readonly login: { readonly KEY_ID: string; readonly KEY: string };
  newBucket(): Promise<Bucket>;
  close(): Promise<void>;
}

export interface Bucket {
  readonly name: string;
  put(key: string, content: string): Promise<void>;
  /** Many objects at once, as they lie on the server's disk; each holds its key. */
  fill(keys: readonly string[]): void;
}

const LOGIN = { KEY_ID: 'S3RVER', KEY: 'S3RVER' };
const PROGRAM = createRequire(import.meta.url).resolve('s3rver/bin/s3rver.js');

/** Starts s3rver in a process of its own: its tokens of long listings need the DES of old OpenSSL. */
export const startS3 = async (tls?: Certified): Promise<S3Server> => {
  const directory = mkdtempSync(join(tmpdir(), 'portolan-s3-'));
  const secure: string[] = [];
  for (const [name, text] of tls ? Object.entries({ key: tls.key, cert: tls.cert }) : []) {
    const path = join(directory, `${name}.pem`);
    writeFileSync(path, text);
    secure.push(`--${name}`, path);
  }
  const buckets = join(directory, 'buckets');
  const server = spawn(
    process.execPath,
    [
      '--openssl-legacy-provider',
      PROGRAM,
      '-d',
      buckets,
      '-a',
      '127.0.0.1',
      '-p',
      '0',
      '-s',
    ].concat(secure),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`s3rver ended with ${code}`)));
    createInterface(server.stdout).on('line', (line) => {
      const found = /listening on .*:(\d+)$/.exec(line)?.[1];
      if (found) resolve(Number(found));
    });
  });
  const client = new S3Client({
    region: 'eu-central-1',
    endpoint: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: LOGIN.KEY_ID, secretAccessKey: LOGIN.KEY },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    requestHandler: { httpsAgent: { ca: tls?.ca } },
  });
  let count = 0;
  return {
    port,
    login: LOGIN,
    newBucket: async () => {
      count += 1;
      const name = `deliveries-${count}`;
      await client.send(new CreateBucketCommand({ Bucket: name }));
      return {
        name,
        put: async (Key, content) => {
          const Body = Buffer.from(content);
          await client.send(new PutObjectCommand({ Bucket: name, Key, Body }));
        },
        fill: (keys) => {
          for (const key of keys) {
            const path = join(buckets, name, `${key}._S3rver_object`);
            mkdirSync(dirname(path), { recursive: true });
            writeFileSync(path, key);
            writeFileSync(path.replace(/object$/, 'metadata.json'), '{}');
          }
        },
      };
    },
    close: async () => {
      client.destroy();
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
