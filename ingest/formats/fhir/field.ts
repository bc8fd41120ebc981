import { type Cell, type Field, foundAt } from '../field.ts';
import { cellText, isObject, type Json, writeJson } from '../json-tree.ts';
import { at, type Path, take, takeItems, takeText } from '../pluck.ts';

const CODED = ['', '_system', '_display', '_text'] as const;

/** Code, system, display and text of a code, Coding, CodeableConcept or CodeableReference. */
export const takeCoded = (holder: Json | undefined, ...path: Path): readonly Cell[] => {
  const value = at(holder, ...path);
  if (Array.isArray(value)) return takeCoded(value, 0);
  if (!isObject(value)) return [takeText(holder, ...path), null, null, null];
  if (value.has('concept')) return takeCoded(value, 'concept');
  const coding = value.has('coding') ? at(value, 'coding', 0) : value;
  return [
    takeText(coding, 'code'),
    takeText(coding, 'system'),
    takeText(coding, 'display'),
    takeText(value, 'text'),
  ];
};

/** `<column>`, `_system`, `_display` and `_text`: the first coding of the first concept, further ones stay in `ext`. */
export const coded = (column: string, ...paths: readonly string[]): Field => ({
  columns: CODED.map((part) => column + part),
  take: (resource) => takeCoded(resource, ...(foundAt(resource, paths) ?? [''])),
});

/** The id that a literal reference ends in: `Patient/1/_history/2` and `urn:uuid:1` are 1. A search has none. */
export const referencedId = (reference: Cell): Cell => {
  if (reference === null || /[?#]/.test(reference)) return null;
  const uuid = /^urn:(?:uuid|oid):(.+)$/.exec(reference);
  if (uuid) return uuid[1] ?? null;
  return /(?:^|\/)([A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]+)?$/.exec(reference)?.[1] ?? null;
};

const REFERENCE = ['_reference', '_id', '_identifier', '_display'] as const;

/** Reference as delivered, the id that it ends in, the identifier of a logical reference, and the display. */
export const takeReference = (holder: Json | undefined, ...path: Path): readonly Cell[] => {
  const value = at(holder, ...path);
  if (Array.isArray(value)) return takeReference(value, 0);
  if (!isObject(value)) {
    const bare = takeText(holder, ...path);
    return [bare, referencedId(bare), null, null];
  }
  const isWrapped = isObject(at(value, 'reference'));
  const target = isWrapped ? at(value, 'reference') : value;
  const reference = takeText(target, 'reference');
  return [
    reference,
    referencedId(reference),
    takeText(target, 'identifier', 'value'),
    takeText(target, 'display'),
  ];
};

export const referenceColumns = (column: string): readonly string[] =>
  REFERENCE.map((part) => column + part);

/** `<column>_reference`, `_id`, `_identifier`, `_display`: the first reference, further ones stay in `ext`. */
export const reference = (column: string, ...paths: readonly string[]): Field => ({
  columns: referenceColumns(column),
  take: (resource) => takeReference(resource, ...(foundAt(resource, paths) ?? [''])),
});

/** `<column>_start` and `<column>_end`. */
export const period = (column: string, ...paths: readonly string[]): Field => ({
  columns: [`${column}_start`, `${column}_end`],
  take: (resource) => {
    const path = foundAt(resource, paths);
    return path
      ? [takeText(resource, ...path, 'start'), takeText(resource, ...path, 'end')]
      : [null, null];
  },
});

/** An element with a choice of types, `onset[x]`: its value as text or JSON, the type's name, and a quantity's unit. */
export const choice = (column: string, element: string): Field => ({
  columns: [column, `${column}_type`, `${column}_unit`],
  take: (resource) => {
    const keys = isObject(resource) ? [...resource.keys()] : [];
    const key = keys.find(
      (each) => each.startsWith(element) && /^[A-Z]/.test(each.slice(element.length)),
    );
    if (key === undefined) return [null, null, null];
    const type = key.slice(element.length);
    const value = at(resource, key);
    if (!isObject(value) || !value.has('value')) return [takeText(resource, key), type, null];
    const unit = takeText(value, 'unit');
    return [takeText(value, 'value'), type, unit ?? takeText(value, 'code')];
  },
});

/** `address_line`, `_city`, `_state`, `_postal_code`, `_country`, `_text` of the first address. */
export const address = (...paths: readonly string[]): Field => ({
  columns: ['line', 'city', 'state', 'postal_code', 'country', 'text'].map(
    (part) => `address_${part}`,
  ),
  take: (resource) => {
    const path = foundAt(resource, paths);
    if (!path) return [null, null, null, null, null, null];
    const part = (key: string) => takeText(resource, ...path, key);
    const lines = takeItems(resource, ...path, 'line')
      .map(cellText)
      .filter((line) => line !== null);
    return [
      lines.join(', ') || null,
      part('city'),
      part('state'),
      part('postalCode'),
      part('country'),
      part('text'),
    ];
  },
});

/** All elements of a primitive's extensions (`_birthDate`), as one JSON object. */
export const primitiveExtensions: Field = {
  columns: ['primitive_extension'],
  take: (resource) => {
    if (!isObject(resource)) return [null];
    const keys = [...resource.keys()].filter((key) => key.startsWith('_'));
    const taken = keys.map((key) => [key, take(resource, key) ?? null] as const);
    return [taken.length > 0 ? writeJson(new Map(taken)) : null];
  },
};
