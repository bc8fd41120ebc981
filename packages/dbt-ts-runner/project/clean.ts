import { rm } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { RunnerError } from '../errors.ts';
import type { ProjectOptions } from './options.ts';
import type { ProjectFile } from './project_file.ts';
import { readUntargeted } from './root.ts';

/**
 * Removes the folders that dbt_project.yml names under `clean-targets` (the target folder where it
 * names none) and gives their paths; refuses what lies outside the project or holds its sources.
 */
export async function cleanProject(dir: string, options: ProjectOptions = {}): Promise<string[]> {
  const project = await readUntargeted(dir, options);
  const folders = project.cleanTargets.map((name) => checked(project, name));
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  return folders;
}

function checked(project: ProjectFile, name: string): string {
  const folder = resolve(project.dir, name);
  const refuse = (why: string) =>
    new RunnerError(
      'project_invalid',
      `clean-targets names '${name}', which ${why}. Name folders that only hold what runs leave behind.`,
      { place: { file: 'dbt_project.yml' } },
    );
  if (!isBelow(folder, project.dir)) throw refuse('does not lie below the project folder');
  const sources = [
    ...project.modelPaths,
    ...project.seedPaths,
    ...project.macroPaths,
    ...project.testPaths,
    ...project.snapshotPaths,
    ...project.analysisPaths,
  ].map((path) => resolve(project.dir, path));
  if (sources.some((path) => path === folder || isBelow(path, folder))) {
    throw refuse('holds files of the project');
  }
  return folder;
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way.split(/[\\/]/)[0] !== '..' && resolve(folder, way) === path;
}
