import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { RunnerError, sentenceOf } from '../errors.ts';
import type { PackageEntry } from './package_list.ts';
import { type TarFile, tarFiles } from './tar.ts';

/** Unpacks the entry's tarball to the folder, which is replaced only once all of it is there. */
export async function unpackTarball(
  entry: PackageEntry,
  packageDir: string,
  folder: string,
): Promise<void> {
  const files = filesIn(entry, await fetchTarball(entry, packageDir));
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  for (const { path, content } of files) {
    const target = resolve(fresh, path);
    if (!target.startsWith(fresh + sep)) throw broken(entry, `it holds the path ${path}`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
}

/** The archive's files without the one folder they all lie in. */
function filesIn(entry: PackageEntry, archive: Buffer): TarFile[] {
  let files: TarFile[];
  try {
    files = tarFiles(isGzip(archive) ? gunzipSync(archive) : archive);
  } catch (error) {
    throw broken(entry, sentenceOf(error));
  }
  const projects = files.filter(({ path }) => /^(?:[^/]+\/)?dbt_project\.yml$/.test(clean(path)));
  const [project] = projects;
  if (project === undefined) throw broken(entry, 'it has no dbt_project.yml');
  const prefix = clean(project.path).slice(0, -'dbt_project.yml'.length);
  return files
    .map((file) => ({ ...file, path: clean(file.path) }))
    .filter(({ path }) => path.startsWith(prefix))
    .map((file) => ({ ...file, path: file.path.slice(prefix.length) }));
}

async function fetchTarball(entry: PackageEntry, packageDir: string): Promise<Buffer> {
  try {
    if (!/^https?:\/\//.test(entry.from)) {
      return await readFile(resolve(packageDir, entry.from.replace(/^file:\/\//, '')));
    }
    const response = await fetch(entry.from);
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw new RunnerError(
      'package_missing',
      `The tarball ${entry.from} cannot be had: ${sentenceOf(error)}. Correct its address, or put its folder into the packages folder.`,
      { place: { file: entry.file }, cause: error },
    );
  }
}

function isGzip(archive: Buffer): boolean {
  return archive[0] === 0x1f && archive[1] === 0x8b;
}

function clean(path: string): string {
  return join('.', path).split(sep).join('/');
}

function broken({ from, file }: PackageEntry, why: string): RunnerError {
  return new RunnerError(
    'package_missing',
    `The tarball ${from} is no package: ${why}. Name another one.`,
    { place: { file } },
  );
}
