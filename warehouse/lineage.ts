import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The part of a manifest that tells what is made of what. */
export interface Manifest {
  readonly parent_map: Readonly<Record<string, readonly string[]>>;
  readonly nodes: Readonly<
    Record<
      string,
      {
        readonly name: string;
        readonly resource_type: string;
        readonly attached_node?: string | null;
        readonly column_name?: string | null;
        readonly test_metadata?: {
          readonly name: string;
          readonly kwargs: {
            readonly column_name?: string;
            readonly combination_of_columns?: readonly string[];
          };
        } | null;
      }
    >
  >;
}

export async function readManifest(home: string, build: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(home, 'builds', build, 'manifest.json'), 'utf8'));
}

function idOf({ nodes }: Manifest, model: string): string | undefined {
  return Object.keys(nodes).find(
    (id) => nodes[id]?.name === model && nodes[id]?.resource_type === 'model',
  );
}

/** Ids of everything that a model is made of, itself included, nearest first. */
function ancestors({ parent_map }: Manifest, id: string): string[] {
  const seen = new Set([id]);
  for (const one of seen) for (const parent of parent_map[one] ?? []) seen.add(parent);
  return [...seen];
}

/** What a model of a build is made of: other models, nearest first, and feeds by name. */
export interface Lineage {
  readonly models: readonly string[];
  readonly feeds: readonly string[];
}

/** The lineage of a model, without itself; empty where the manifest does not know it. */
export function lineageOf(manifest: Manifest, model: string): Lineage {
  const id = idOf(manifest, model);
  const all = id === undefined ? [] : ancestors(manifest, id).slice(1);
  return {
    models: all.flatMap((one) => {
      const node = manifest.nodes[one];
      return node?.resource_type === 'model' ? [node.name] : [];
    }),
    feeds: all
      .filter((one) => one.startsWith('source.') && !one.endsWith('._loads'))
      .map((one) => one.slice(one.lastIndexOf('.') + 1))
      .sort(),
  };
}

/** Generic tests that hold columns to be unique together. */
export const keyTests: readonly string[] = ['unique', 'unique_combination_of_columns'];

/** The columns that are tested to be unique together over a model's rows. */
export function keyOf(manifest: Manifest, model: string): readonly string[] | undefined {
  const id = idOf(manifest, model);
  const test = Object.values(manifest.nodes).find(
    (node) => node.attached_node === id && keyTests.includes(node.test_metadata?.name ?? ''),
  );
  const { column_name, combination_of_columns } = test?.test_metadata?.kwargs ?? {};
  const column = column_name ?? test?.column_name ?? undefined;
  return column === undefined ? combination_of_columns : [column];
}
