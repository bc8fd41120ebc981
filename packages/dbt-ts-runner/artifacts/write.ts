import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ProjectFile } from '../project/project_file.ts';
import type { JsonObject } from '../project/yaml.ts';
import type { NodeResult } from '../run/result.ts';
import { codePath } from './manifest.ts';

/** Writes an artifact below the target folder. */
export async function writeArtifact(
  targetDir: string,
  name: string,
  artifact: JsonObject,
): Promise<void> {
  await mkdir(targetDir, { recursive: true });
  await writeFile(join(targetDir, name), JSON.stringify(artifact));
}

/** Copies the project's asset folders, where they exist, into the target folder. */
export async function copyAssets(
  { dir, assetPaths }: Pick<ProjectFile, 'dir' | 'assetPaths'>,
  targetDir: string,
): Promise<void> {
  for (const path of assetPaths) {
    const from = resolve(dir, path);
    if (existsSync(from)) await cp(from, join(targetDir, path), { recursive: true });
  }
}

/** Writes what nodes compiled to, and what they ran, below `compiled/` and `run/` of the folder. */
export async function writeCode(
  targetDir: string,
  results: readonly Pick<NodeResult, 'node' | 'compiledCode' | 'runCode' | 'parts'>[],
): Promise<void> {
  for (const { node, compiledCode, runCode, parts = [] } of results) {
    if (node.resource_type === 'unit_test') continue;
    const path = codePath(node);
    await writeBoth(targetDir, path, { compiledCode, runCode });
    for (const part of parts) {
      const file = join(path.replace(/\.sql$/, ''), `${node.name}_${part.name}.sql`);
      await writeBoth(targetDir, file, part);
    }
  }
}

async function writeBoth(
  targetDir: string,
  path: string,
  { compiledCode, runCode }: Pick<NodeResult, 'compiledCode' | 'runCode'>,
): Promise<void> {
  if (compiledCode !== undefined) await writeSql(join(targetDir, 'compiled', path), compiledCode);
  if (runCode !== undefined) await writeSql(join(targetDir, 'run', path), runCode);
}

async function writeSql(path: string, sql: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, sql);
}
