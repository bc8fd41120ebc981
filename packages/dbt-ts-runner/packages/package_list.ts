import { join } from 'node:path';
import { RunnerError } from '../errors.ts';
import { isMissing } from '../project/files.ts';
import type { ProjectFile, RenderYaml } from '../project/project_file.ts';
import {
  isObject,
  type Json,
  type JsonObject,
  listOf,
  readYamlObject,
  textOf,
} from '../project/yaml.ts';

/** A package as packages.yml asks for it. */
export interface PackageEntry {
  readonly kind: 'local' | 'tarball' | 'hub' | 'git';
  /** Where it comes from: a folder, a file or address, or its name on the hub. */
  readonly from: string;
  /** The folder it gets, as far as the entry tells. */
  readonly folder: string;
  readonly yaml: JsonObject;
  /** The entry as it is written, templates unrendered. */
  readonly unrendered: Json;
  readonly file: string;
}

const files = ['packages.yml', 'dependencies.yml'];

/** The packages that a project asks for, in packages.yml or dependencies.yml. */
export async function packageList(
  project: Pick<ProjectFile, 'dir'>,
  render: RenderYaml,
): Promise<PackageEntry[]> {
  const entries: PackageEntry[] = [];
  for (const file of files) {
    for (const entry of listOf((await yamlOf(join(project.dir, file), file)).packages)) {
      entries.push({ ...packageEntry(await render(entry, file), file), unrendered: entry });
    }
  }
  return entries;
}

function packageEntry(entry: Json, file: string): Omit<PackageEntry, 'unrendered'> {
  const yaml = isObject(entry) ? entry : {};
  const local = textOf(yaml.local);
  if (local !== undefined) return { kind: 'local', from: local, folder: nameIn(local), yaml, file };
  const tarball = textOf(yaml.tarball);
  if (tarball !== undefined) {
    const name = textOf(yaml.name);
    if (name !== undefined && /^[\w-]+$/.test(name)) {
      return { kind: 'tarball', from: tarball, folder: name, yaml, file };
    }
    throw invalid(
      `The tarball ${tarball} has no name of letters, digits and underscores. Add one.`,
      file,
    );
  }
  const hub = textOf(yaml.package);
  if (hub !== undefined) return { kind: 'hub', from: hub, folder: nameIn(hub), yaml, file };
  const git = textOf(yaml.git);
  if (git !== undefined) return { kind: 'git', from: git, folder: nameIn(git), yaml, file };
  throw invalid(
    `The package ${JSON.stringify(entry)} cannot be understood. Give it local, tarball, package or git.`,
    file,
  );
}

function nameIn(from: string): string {
  return (from.replace(/\/+$/, '').split('/').at(-1) ?? from).replace(/\.git$/, '');
}

async function yamlOf(path: string, shownAs: string): Promise<JsonObject> {
  try {
    return await readYamlObject(path, shownAs);
  } catch (error) {
    if (isMissing(error)) return {};
    throw error;
  }
}

function invalid(sentence: string, file: string): RunnerError {
  return new RunnerError('package_missing', sentence, { place: { file } });
}
