import { cellText, isObject, type Json, writeJson } from './json-tree.ts';

export type Path = readonly (string | number)[];

/** A place in a tree: a key of an object, or an index of an array. Index 0 of what is no array is the value itself. */
const step = (value: Json | undefined, key: string | number): Json | undefined => {
  if (typeof key === 'string') return isObject(value) ? value.get(key) : undefined;
  if (Array.isArray(value)) return value[key];
  return key === 0 ? value : undefined;
};

/** The value at a path, or undefined; a single value where an array is expected counts as an array of one. */
export const at = (tree: Json | undefined, ...path: Path): Json | undefined =>
  path.reduce<Json | undefined>(step, tree);

/** The items at a path: of an array its items, of one value this value, of nothing none. */
export const items = (tree: Json | undefined, ...path: Path): readonly Json[] => {
  const value = at(tree, ...path);
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
};

/** Takes the value at a path out of the tree, so that only what nobody took remains. */
export const take = (tree: Json | undefined, ...path: Path): Json | undefined => {
  const last = path.at(-1);
  const holder = at(tree, ...path.slice(0, -1));
  if (last === 0 && !Array.isArray(holder)) return take(tree, ...path.slice(0, -1));
  const value = last === undefined ? undefined : step(holder, last);
  if (isObject(holder) && typeof last === 'string') holder.delete(last);
  else if (Array.isArray(holder) && typeof last === 'number' && last < holder.length)
    holder[last] = null;
  return value;
};

/** Takes the items at a path out of the tree. */
export const takeItems = (tree: Json | undefined, ...path: Path): readonly Json[] =>
  items(take(tree, ...path));

/** Takes a cell's text out of the tree. */
export const takeText = (tree: Json | undefined, ...path: Path): string | null =>
  cellText(take(tree, ...path));

/** Takes a subtree out as JSON text, whatever its type. */
export const takeJson = (tree: Json | undefined, ...path: Path): string | null => {
  const value = take(tree, ...path);
  return value === undefined || isBare(value) ? null : writeJson(value);
};

/** Whether nothing is left in a value. */
const isBare = (value: Json): boolean => {
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(isBare);
  return isObject(value) && Array.from(value.values()).every(isBare);
};

const bared = (value: Json): Json => {
  if (Array.isArray(value)) return value.filter((each) => !isBare(each)).map(bared);
  if (!isObject(value)) return value;
  const kept = Array.from(value).filter(([, each]) => !isBare(each));
  return new Map(kept.map(([key, each]) => [key, bared(each)]));
};

/** What nobody took, as JSON text without empty containers; null where nothing is left. */
export const rest = (tree: Json | undefined): string | null =>
  tree === undefined || isBare(tree) ? null : writeJson(bared(tree));
