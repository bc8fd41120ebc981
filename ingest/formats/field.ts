import type { Json } from './json-tree.ts';
import { at, type Path, takeJson, takeText } from './pluck.ts';

export type Cell = string | null;

/** Columns of a table and how their cells are taken out of a tree, so that what remains can be kept as `ext`. */
export interface Field {
  readonly columns: readonly string[];
  take(tree: Json): readonly Cell[];
}

/** `period.start` or `name.0.family`, a number being an index; '' is the element itself. */
const pathOf = (dotted: string): Path =>
  dotted === '' ? [] : dotted.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));

/** The first of the paths that leads to a value. */
export const foundAt = (tree: Json, paths: readonly string[]): Path | undefined =>
  paths.map(pathOf).find((path) => (at(tree, ...path) ?? null) !== null);

/** One cell from the first path that has a value; releases may name it differently. */
export const text = (column: string, ...paths: readonly string[]): Field => ({
  columns: [column],
  take: (tree) => {
    const path = foundAt(tree, paths);
    return [path ? takeText(tree, ...path) : null];
  },
});

/** Whole elements as JSON text. */
export const json = (column: string, ...paths: readonly string[]): Field => ({
  columns: [column],
  take: (tree) => {
    const path = foundAt(tree, paths);
    return [path ? takeJson(tree, ...path) : null];
  },
});
