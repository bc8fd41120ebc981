import { readdir, realpath } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { isRunnerError, RunnerError } from '../errors.ts';
import { isMissing } from '../project/files.ts';
import {
  type ProjectFile,
  projectFileOf,
  type RenderYaml,
  readProjectYaml,
} from '../project/project_file.ts';
import type { JsonObject } from '../project/yaml.ts';
import { type PackageEntry, packageList } from './package_list.ts';

/**
 * The packages a project builds on: local folders named in packages.yml or dependencies.yml, and
 * every folder already installed below the packages folder; each package's own packages follow.
 */
export async function readPackages(root: ProjectFile, render: RenderYaml): Promise<ProjectFile[]> {
  const found = new Map<string, ProjectFile>();
  const seen = new Set([await realpath(root.dir)]);
  const installed = await installedFolders(root);
  const pending = [...(await foldersOf(root, root, installed, render)), ...installed];
  while (pending.length > 0) {
    const dir = pending.shift() ?? '';
    const real = await realFolder(dir);
    if (seen.has(real)) continue;
    seen.add(real);
    const file = await projectFileOf(dir, await packageYaml(dir), render);
    const other = found.get(file.name);
    if (other !== undefined || file.name === root.name) {
      throw new RunnerError(
        'duplicate_name',
        `Two packages are named '${file.name}': ${(other ?? root).dir} and ${file.dir}. Remove one.`,
      );
    }
    found.set(file.name, file);
    pending.push(...(await foldersOf(file, root, installed, render)));
  }
  return [...found.values()];
}

/** Reads a package's dbt_project.yml; throws `package_missing` without one. */
export async function packageYaml(dir: string): Promise<JsonObject> {
  try {
    return await readProjectYaml(dir);
  } catch (error) {
    if (!isRunnerError(error) || error.code !== 'project_missing') throw error;
    throw new RunnerError(
      'package_missing',
      `The package folder ${dir} has no dbt_project.yml. Correct its path in packages.yml.`,
    );
  }
}

/** Folders below the packages folder, in the order of their names. */
export async function installedFolders(root: ProjectFile): Promise<string[]> {
  const dir = join(root.dir, root.packagesDir);
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => join(dir, entry.name))
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The installed folder of a package, however its hyphens are written. */
export function installedAs(entry: PackageEntry, installed: readonly string[]): string | undefined {
  const wanted = entry.folder.replaceAll('-', '_');
  return installed.find((dir) => basename(dir).replaceAll('-', '_') === wanted);
}

async function foldersOf(
  project: ProjectFile,
  root: ProjectFile,
  installed: readonly string[],
  render: RenderYaml,
): Promise<string[]> {
  return (await packageList(project, render)).map((entry) => {
    if (entry.kind === 'local') return resolve(project.dir, entry.from);
    const found = installedAs(entry, installed);
    if (found !== undefined) return found;
    throw new RunnerError(
      'package_missing',
      `The package '${entry.from}' is not in ${root.packagesDir}. Run deps, or put its folder there.`,
      { place: { file: entry.file } },
    );
  });
}

async function realFolder(dir: string): Promise<string> {
  try {
    return await realpath(dir);
  } catch (error) {
    if (isMissing(error)) return dir;
    throw error;
  }
}
