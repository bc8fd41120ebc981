import { type Cell, type Field, foundAt } from '../field.ts';
import { cellText, isObject, type Json } from '../json-tree.ts';
import { at, items, take } from '../pluck.ts';

/** The Code in an AliasCode, or the Code itself, or the first of several. */
const codeIn = (value: Json | undefined): Json | undefined => {
  const first = Array.isArray(value) ? value[0] : value;
  return at(first, 'standardCode') ?? first;
};

/** A code's decode, what people call it by. */
export const decodeOf = (value: Json | undefined): Cell => cellText(at(codeIn(value), 'decode'));

/** A code's C-code. */
export const codeOf = (value: Json | undefined): Cell => cellText(at(codeIn(value), 'code'));

/** `<column>` (the decode), `_code` and `_code_system` of a Code or AliasCode; its own id and type are not kept. */
export const code = (column: string, ...paths: readonly string[]): Field => ({
  columns: [column, `${column}_code`, `${column}_code_system`],
  take: (tree) => {
    const path = foundAt(tree, paths);
    const value = path ? take(tree, ...path) : undefined;
    const held = codeIn(value);
    if (!isObject(held)) return [cellText(value), null, null];
    return [decodeOf(held), codeOf(held), cellText(at(held, 'codeSystem'))];
  },
});

/** Decodes of several codes, joined by `; `. */
export const codes = (column: string, ...paths: readonly string[]): Field => ({
  columns: [column],
  take: (tree) => {
    const path = foundAt(tree, paths);
    const held = path ? items(take(tree, ...path)) : [];
    const words = held.map((each) => decodeOf(each) ?? codeOf(each) ?? cellText(each));
    return [words.join('; ') || null];
  },
});

const numberIn = (value: Json | undefined): Cell =>
  isObject(value) ? cellText(at(value, 'value')) : cellText(value);

/** `<column>`, `_min`, `_max`, `_unit` of a Quantity, a Range or a bare number. */
export const quantity = (column: string, ...paths: readonly string[]): Field => ({
  columns: [column, `${column}_min`, `${column}_max`, `${column}_unit`],
  take: (tree) => {
    const path = foundAt(tree, paths);
    const value = path ? take(tree, ...path) : undefined;
    const low = at(value, 'minValue');
    const high = at(value, 'maxValue');
    const unit = at(value, 'unit') ?? at(high, 'unit') ?? at(low, 'unit');
    return [numberIn(value), numberIn(low), numberIn(high), decodeOf(unit)];
  },
});

/** Ids of other objects, joined by a space. */
export const ids = (column: string, ...paths: readonly string[]): Field => ({
  columns: [column],
  take: (tree) => {
    const path = foundAt(tree, paths);
    const held = path ? items(take(tree, ...path)) : [];
    return [held.map(cellText).join(' ') || null];
  },
});

/** Objects by id; an id that stands twice names neither. */
export const byId = (list: readonly Json[]): ReadonlyMap<string, Json | undefined> => {
  const found = new Map<string, Json | undefined>();
  for (const each of list) {
    const id = cellText(at(each, 'id'));
    if (id !== null) found.set(id, found.has(id) ? undefined : each);
  }
  return found;
};

/** Columns about the object that an id of the tree names, looked up and left in place. */
export const lookup = (
  keys: readonly string[],
  target: ReadonlyMap<string, Json | undefined>,
  columns: Readonly<Record<string, (object: Json) => Cell>>,
): Field => ({
  columns: Object.keys(columns),
  take: (tree) => {
    const path = foundAt(tree, keys);
    const object = path ? target.get(cellText(at(tree, ...path)) ?? '') : undefined;
    return Object.values(columns).map((of) => (object === undefined ? null : of(object)));
  },
});

/** What an object is called: its name. */
export const nameOf = (object: Json): Cell => cellText(at(object, 'name'));
