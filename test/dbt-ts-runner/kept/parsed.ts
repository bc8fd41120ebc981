import { openProject, type ProjectOptions } from 'dbt-ts-runner';

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

/** manifest.json as a parse of the folder gives it. */
export async function parsed(dir: string, options: ProjectOptions = {}): Promise<Manifest> {
  const project = await openProject(dir, { env: {}, profilesDir: dir, ...options });
  try {
    return project.manifestArtifact() as unknown as Manifest;
  } finally {
    await project.close();
  }
}

/** Ids of nodes that the second parse made anew. */
export function madeAnew(first: Manifest, second: Manifest): string[] {
  return Object.entries(second.nodes)
    .filter(([id, { created_at }]) => created_at !== first.nodes[id]?.created_at)
    .map(([id]) => id)
    .sort();
}
