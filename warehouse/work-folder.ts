import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncEntry, syncFolder } from './durable.ts';

const suffix = '.partial';
const ownerFile = 'owner';

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Removes what builds left behind that were killed before they were whole. */
async function removeAbandoned(builds: string): Promise<void> {
  const names = (await readdir(builds)).filter((name) => name.endsWith(suffix));
  for (const name of names) {
    const owner = await readFile(join(builds, name, ownerFile), 'utf8').catch(() => '');
    if (owner !== '' && !isRunning(Number(owner))) {
      await rm(join(builds, name), { recursive: true, force: true });
    }
  }
}

/** The folder that a build is made in: it becomes `builds/<id>` at one rename, or goes. */
export interface WorkFolder {
  readonly path: string;
  /** Makes its files outlive a power cut, then gives it its name. */
  commit(): Promise<void>;
  remove(): Promise<void>;
}

export async function openWorkFolder(home: string, id: string): Promise<WorkFolder> {
  const builds = join(home, 'builds');
  const path = join(builds, `${id}${suffix}`);
  await mkdir(builds, { recursive: true });
  await removeAbandoned(builds);
  await mkdir(path);
  await writeFile(join(path, ownerFile), String(process.pid));
  return {
    path,
    async commit() {
      await rm(join(path, ownerFile));
      await syncFolder(path);
      await rename(path, join(builds, id));
      await syncEntry(builds);
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
