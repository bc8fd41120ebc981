import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './postgres_server.ts';

/** A Trino server of the tests' own on loopback, whose catalog `lake` holds Iceberg tables. */
export interface TrinoServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const sources = join(import.meta.dirname, 'trino');
const oldestJava = 25;

/**
 * Starts Trino from its packages in Maven Central, which takes Maven and a Java of version 25 or
 * later. Undefined, with a loud line, where it cannot be.
 */
export async function startTrino(): Promise<TrinoServer | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'trino-'));
  const java = await newestJava();
  const classpath = java === undefined ? undefined : await resolveClasspath(folder);
  if (java === undefined || classpath === undefined) {
    const missing = java === undefined ? `Java ${oldestJava}` : 'its packages by Maven';
    console.warn(
      `SKIPPED: there is no Trino server without ${missing}, so nothing is tested on one`,
    );
    await rm(folder, { recursive: true, force: true });
    return undefined;
  }
  const port = await freePort();
  const data = join(folder, 'data');
  await mkdir(data);
  const child = spawn(
    java,
    [
      ...['-Xmx1g', '--add-modules=jdk.incubator.vector', '-cp', classpath],
      ...[join(sources, 'Server.java'), String(port), data],
    ],
    { stdio: 'ignore' },
  );
  process.once('exit', () => child.kill('SIGKILL'));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  for (let waited = 0; !existsSync(join(data, 'ready')); waited++) {
    if (child.exitCode !== null || waited === 180) {
      await stop();
      throw new Error('the Trino server did not start');
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return { port, stop };
}

/** A `java` new enough: JAVA_HOME's, that of the path, or an installed one. */
async function newestJava(): Promise<string | undefined> {
  const root = '/usr/lib/jvm';
  const installed = (await readdir(root).catch(() => [])).sort().reverse();
  const homes = [process.env.JAVA_HOME, ...installed.map((name) => join(root, name))];
  const found = homes.flatMap((home) => (home === undefined ? [] : [join(home, 'bin', 'java')]));
  return [...found, 'java'].find((java) => {
    const { stderr, status } = spawnSync(java, ['-version'], { encoding: 'utf8' });
    return status === 0 && Number(/version "(\d+)/.exec(stderr)?.[1]) >= oldestJava;
  });
}

async function resolveClasspath(folder: string): Promise<string | undefined> {
  const file = join(folder, 'classpath');
  spawnSync(
    'mvn',
    [
      '-q',
      '-B',
      '-f',
      join(sources, 'pom.xml'),
      'dependency:build-classpath',
      `-Dmdep.outputFile=${file}`,
    ],
    { stdio: 'ignore', timeout: 600_000 },
  );
  return existsSync(file) ? readFile(file, 'utf8') : undefined;
}
