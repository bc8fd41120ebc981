import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openProject, type ProjectOptions } from 'dbt-ts-runner';
import { expect } from 'vitest';

interface Entry {
  readonly created_at?: number;
  readonly description?: string;
  readonly [key: string]: unknown;
}

export interface Manifest {
  readonly metadata: unknown;
  readonly nodes: Readonly<Record<string, Entry>>;
  readonly macros: Readonly<Record<string, Entry>>;
}

/** manifest.json as a parse of the folder gives it; the file that it writes says the same. */
export async function parsed(dir: string, options: ProjectOptions = {}): Promise<Manifest> {
  const project = await openProject(dir, { env: {}, profilesDir: dir, ...options });
  try {
    const given = project.manifestArtifact() as unknown as Manifest;
    await project.writeManifest();
    if (project.targetDir !== undefined) {
      const text = await readFile(join(project.targetDir, 'manifest.json'), 'utf8');
      expect(undated(JSON.parse(text))).toEqual(undated(given));
    }
    return given;
  } finally {
    await project.close();
  }
}

/** A manifest without what tells when it was made. */
export function undated({ metadata, ...manifest }: Manifest): unknown {
  return JSON.parse(
    JSON.stringify(manifest, (key, value) => (key === 'created_at' ? undefined : value)),
  );
}

/** Ids of nodes that the second parse made anew. */
export function madeAnew(first: Manifest, second: Manifest): string[] {
  return Object.entries(second.nodes)
    .filter(([id, { created_at }]) => created_at !== first.nodes[id]?.created_at)
    .map(([id]) => id)
    .sort();
}
