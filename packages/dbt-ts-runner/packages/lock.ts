import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { isMissing } from '../project/files.ts';
import {
  type Json,
  type JsonObject,
  listOf,
  objectOf,
  readYamlObject,
  textOf,
} from '../project/yaml.ts';
import type { PackageEntry } from './package_list.ts';

const file = 'package-lock.yml';

/** The packages an earlier `deps` settled on. */
export interface PackageLock {
  readonly packages: readonly JsonObject[];
  /** Of the packages.yml that it was made for. */
  readonly hash: string;
}

/** package-lock.yml, or undefined without one. */
export async function readLock(projectDir: string): Promise<PackageLock | undefined> {
  try {
    const yaml = await readYamlObject(join(projectDir, file), file);
    return { packages: listOf(yaml.packages).map(objectOf), hash: textOf(yaml.sha1_hash) ?? '' };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Writes package-lock.yml. */
export async function writeLock(
  projectDir: string,
  { packages, hash }: PackageLock,
): Promise<void> {
  await writeFile(join(projectDir, file), stringify({ packages, sha1_hash: hash }));
}

/** dbt's hash over what packages.yml asks for, in whatever order. */
export function hashOf(entries: readonly PackageEntry[]): string {
  const texts = entries.map(({ yaml, unrendered }) => pythonJson({ ...yaml, unrendered })).sort();
  return createHash('sha1').update(texts.join('\n')).digest('hex');
}

/** JSON with sorted keys and a space behind each comma and colon. */
function pythonJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}: ${pythonJson(value[key] ?? null)}`).join(', ')}}`;
}
