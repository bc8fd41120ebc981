import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Manifest } from '../manifest/manifest.ts';
import type { JsonObject } from '../project/yaml.ts';
import { type CompiledCode, compiledPath } from './manifest.ts';

/** Writes an artifact below the target folder. */
export async function writeArtifact(
  targetDir: string,
  name: string,
  artifact: JsonObject,
): Promise<void> {
  await mkdir(targetDir, { recursive: true });
  await writeFile(join(targetDir, name), JSON.stringify(artifact));
}

/** Writes compiled SQL below `compiled/` of the target folder. */
export async function writeCompiled(
  targetDir: string,
  manifest: Manifest,
  compiled: CompiledCode,
): Promise<void> {
  for (const [id, sql] of compiled) {
    const node = manifest.get(id);
    if (node === undefined || node.resource_type === 'unit_test') continue;
    const path = join(targetDir, compiledPath(node).replace(/^target\//, ''));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, sql);
  }
}
