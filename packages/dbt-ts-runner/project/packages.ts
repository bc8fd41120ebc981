import { readdir, realpath } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { isRunnerError, RunnerError } from '../errors.ts';
import { isMissing } from './files.ts';
import {
  type ProjectFile,
  projectFileOf,
  type RenderYaml,
  readProjectYaml,
} from './project_file.ts';
import { isObject, type JsonObject, listOf, readYamlObject, textOf } from './yaml.ts';

/**
 * The packages a project builds on: local folders named in packages.yml or dependencies.yml, and
 * every folder already installed below the packages folder; each package's own packages follow.
 */
export async function readPackages(
  root: ProjectFile,
  renderFor: (dir: string) => RenderYaml,
): Promise<ProjectFile[]> {
  const found = new Map<string, ProjectFile>();
  const seen = new Set([await realPath(root.dir)]);
  const pending = [...(await localPackages(root)), ...(await installedPackages(root))];
  while (pending.length > 0) {
    const dir = pending.shift();
    const place = dir === undefined ? undefined : await realPath(dir);
    if (dir === undefined || place === undefined || seen.has(place)) continue;
    seen.add(place);
    const file = await projectFileOf(dir, await packageYaml(dir), renderFor(dir));
    const other = found.get(file.name);
    if (other !== undefined || file.name === root.name) {
      throw new RunnerError(
        'duplicate_name',
        `Two packages are named '${file.name}': ${(other ?? root).dir} and ${file.dir}. Remove one.`,
      );
    }
    found.set(file.name, file);
    pending.push(...(await localPackages(file)));
  }
  return [...found.values()];
}

/** Where the folder really lies: a package folder may be a link to a local package. */
function realPath(dir: string): Promise<string> {
  return realpath(dir).catch(() => dir);
}

async function packageYaml(dir: string): Promise<JsonObject> {
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

async function localPackages(project: ProjectFile): Promise<string[]> {
  const folders: string[] = [];
  for (const name of ['packages.yml', 'dependencies.yml']) {
    for (const entry of await packageEntries(join(project.dir, name), name)) {
      if (!isObject(entry)) continue;
      const local = textOf(entry.local);
      if (local !== undefined) folders.push(resolve(project.dir, local));
      else await requireInstalled(project, textOf(entry.package ?? entry.git) ?? '', name);
    }
  }
  return folders;
}

/** A package from elsewhere must lie in the packages folder already. */
async function requireInstalled(project: ProjectFile, from: string, file: string): Promise<void> {
  const name = (from.split('/').at(-1) ?? from).replace(/\.git$/, '');
  const installed = await installedPackages(project);
  if (installed.some((dir) => basename(dir).replaceAll('-', '_') === name.replaceAll('-', '_')))
    return;
  throw new RunnerError(
    'package_missing',
    `The package '${from}' is not in ${project.packagesDir}. Put its folder there, or name a local folder.`,
    { place: { file } },
  );
}

async function packageEntries(path: string, shownAs: string) {
  try {
    return listOf((await readYamlObject(path, shownAs)).packages);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function installedPackages(project: ProjectFile): Promise<string[]> {
  const dir = join(project.dir, project.packagesDir);
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
