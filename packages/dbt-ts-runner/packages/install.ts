import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { RunnerError } from '../errors.ts';
import type { ProjectOptions } from '../project/options.ts';
import { type ProjectFile, projectFileOf } from '../project/project_file.ts';
import { earlyRenderer, readUntargeted, untargetedRenderer } from '../project/root.ts';
import type { JsonObject } from '../project/yaml.ts';
import { hashOf, readLock, writeLock } from './lock.ts';
import { type PackageEntry, packageList } from './package_list.ts';
import { installedAs, installedFolders, packageYaml } from './packages.ts';
import { unpackTarball } from './tarball.ts';

/** A package that a project builds on, and what was done to have it. */
export interface InstalledPackage {
  readonly name: string;
  readonly from: string;
  /** `read` where it lies, `unpacked` to the packages folder, or `kept` there as it was. */
  readonly how: 'read' | 'unpacked' | 'kept';
}

/**
 * Puts the packages of packages.yml, and theirs, where runs find them: local folders are read where
 * they lie, tarballs unpacked; those from a hub or Git must be in the packages folder already.
 * Writes package-lock.yml unless it was made for the same packages.yml.
 */
export async function installPackages(
  dir: string,
  options: ProjectOptions = {},
): Promise<InstalledPackage[]> {
  const root = await readUntargeted(dir, options);
  const entries = await packageList(root, earlyRenderer(options));
  const installation = new Installation(root, options);
  for (const entry of entries) await installation.add(entry, root.dir);
  const hash = hashOf(entries);
  if (entries.length > 0 && (await readLock(root.dir))?.hash !== hash) {
    await writeLock(root.dir, { packages: installation.locked, hash });
  }
  return installation.packages;
}

class Installation {
  readonly packages: InstalledPackage[] = [];
  readonly locked: JsonObject[] = [];
  readonly #root: ProjectFile;
  readonly #options: ProjectOptions;
  readonly #seen = new Set<string>();

  constructor(root: ProjectFile, options: ProjectOptions) {
    this.#root = root;
    this.#options = options;
  }

  async add(entry: PackageEntry, askedIn: string): Promise<void> {
    const { dir, how } = await this.#place(entry, askedIn);
    if (this.#seen.has(dir)) return;
    this.#seen.add(dir);
    const render = untargetedRenderer(this.#options);
    const project = await projectFileOf(dir, await packageYaml(dir), render);
    this.packages.push({ name: project.name, from: entry.from, how });
    this.locked.push({ ...entry.yaml, name: project.name });
    const needed = await packageList(project, earlyRenderer(this.#options));
    for (const entry of needed) await this.add(entry, dir);
  }

  async #place(
    entry: PackageEntry,
    askedIn: string,
  ): Promise<{ dir: string; how: InstalledPackage['how'] }> {
    if (entry.kind === 'local') return { dir: resolve(askedIn, entry.from), how: 'read' };
    const folder = join(this.#root.dir, this.#root.packagesDir);
    if (entry.kind === 'tarball') {
      const dir = join(folder, entry.folder);
      if (this.#seen.has(dir)) return { dir, how: 'kept' };
      await mkdir(folder, { recursive: true });
      await unpackTarball(entry, askedIn, dir);
      return { dir, how: 'unpacked' };
    }
    const dir = installedAs(entry, await installedFolders(this.#root));
    if (dir !== undefined) return { dir, how: 'kept' };
    const origin = entry.kind === 'hub' ? 'the package hub' : 'a Git repository';
    throw new RunnerError(
      'package_missing',
      `The package '${entry.from}' comes from ${origin}, which is not reached from here. Put its folder into ${this.#root.packagesDir}/${entry.folder}, or name its tarball in ${entry.file}.`,
      { place: { file: entry.file } },
    );
  }
}
