import type { Json, JsonObject } from '../json-tree.ts';
import { cellText, isObject } from '../json-tree.ts';
import { items } from '../pluck.ts';
import type { FileHead, RowSink } from '../reader.ts';
import type { Unpacked } from '../unpacked.ts';
import { readXml } from '../xml/read.ts';
import { xmlRoot } from '../xml/root.ts';
import { treeHandler, type XmlElement } from '../xml/tree.ts';
import { writeAny, writeEntry } from './resource.ts';

const FHIR = 'http://hl7.org/fhir';

/** The type of the resource or bundle that an XML document is; undefined for any other document. */
export const xmlResourceType = (head: FileHead): string | undefined => {
  const root = xmlRoot(head);
  return root?.namespace === FHIR && /^[A-Z]/.test(root.name) ? root.name : undefined;
};

const textBelow = (element: XmlElement): string =>
  [element.text, ...element.children.map(textBelow)].join(' ').replace(/\s+/g, ' ').trim();

const add = (object: JsonObject, key: string, value: Json): void => {
  const held = object.get(key);
  if (held === undefined) object.set(key, value);
  else object.set(key, Array.isArray(held) ? [...held, value] : [held, value]);
};

const isResource = (element: XmlElement): boolean =>
  element.name.namespace === FHIR && /^[A-Z]/.test(element.name.name);

/** What FHIR's JSON would hold at an element. Scalars are text, an array of one is the item itself; narrative is its bare text. */
const jsonOf = (element: XmlElement): Json => {
  const object: JsonObject = new Map();
  if (isResource(element)) object.set('resourceType', element.name.name);
  const { value, ...attributes } = element.attributes;
  for (const [key, each] of Object.entries(attributes))
    if (each !== undefined) object.set(key, each);
  for (const child of element.children) {
    if (child.name.namespace !== FHIR) add(object, child.name.name, textBelow(child));
    else addChild(object, child);
  }
  return object.size === 0 ? (value ?? null) : object;
};

/** A primitive with extensions is two members in JSON: its value, and `_name` for the rest. */
const addChild = (object: JsonObject, child: XmlElement): void => {
  const { name } = child.name;
  const { value } = child.attributes;
  const [inner] = child.children;
  if (inner && isResource(inner)) add(object, name, jsonOf(inner));
  else if (
    value !== undefined &&
    (child.children.length > 0 || child.attributes.id !== undefined)
  ) {
    add(object, name, value);
    add(object, `_${name}`, jsonOf(child));
  } else add(object, name, jsonOf(child));
};

const readTrees = async (
  file: Unpacked,
  isBundle: boolean,
  take: (value: Json, element: string) => void,
  room?: () => Promise<void> | undefined,
): Promise<void> => {
  const handler = treeHandler(file.label, {
    isTree: (_, depth) => depth === (isBundle ? 1 : 0),
    tree: (element) => take(jsonOf(element), element.name.name),
    ...(room ? { room } : {}),
  });
  await readXml(file, handler);
};

/** Rows of one resource, or of a bundle's entries one at a time. */
export const readXmlResources = async (
  file: Unpacked,
  isBundle: boolean,
  sink: RowSink,
): Promise<void> => {
  let timestamp: string | null = null;
  const take = (value: Json, element: string): void => {
    if (!isBundle) writeAny(value, undefined, sink);
    else if (element === 'timestamp') timestamp = cellText(value);
    else if (element === 'entry') writeEntry(value, timestamp, sink);
  };
  await readTrees(file, isBundle, take, () => sink.room());
};

class Enough extends Error {}

/** The first hundred resources, for what they tell of the release. */
export const firstXmlResources = async (
  file: Unpacked,
  isBundle: boolean,
): Promise<readonly Json[]> => {
  const shown: Json[] = [];
  try {
    await readTrees(file, isBundle, (value) => {
      shown.push(...(isBundle ? items(value, 'resource') : [value]).filter(isObject));
      if (isBundle && shown.length >= 100) throw new Enough();
    });
  } catch (cause) {
    if (!(cause instanceof Enough)) throw cause;
  }
  return shown;
};
