import type { XmlAttributes } from '../xml/name.ts';

/** An element as JSON: attributes under `@name`, children under their names as arrays, text under `#text`. */
export interface Captured {
  [key: string]: string | Captured[];
}

/** Characters of one element that no table knows; beyond that it is not data of a trial. */
export const CAPTURE_LIMIT = 4 * 2 ** 20;

/** Builds the JSON of one element with all that is in it. */
export interface Capture {
  readonly root: Captured;
  readonly open: (key: string, attributes: XmlAttributes) => void;
  readonly text: (piece: string) => void;
  /** Whether the element itself is closed by this. */
  readonly close: () => boolean;
  /** Characters held. */
  readonly size: () => number;
}

const nodeOf = (attributes: XmlAttributes): Captured => {
  const node: Captured = Object.create(null);
  for (const key in attributes) node[`@${key}`] = attributes[key] ?? '';
  return node;
};

/** Adds a child to a node, beside those of the same name. */
export const addChild = (node: Captured, key: string, child: Captured): void => {
  const siblings = node[key];
  if (Array.isArray(siblings)) siblings.push(child);
  else node[key] = [child];
};

const sizeOf = (key: string, attributes: XmlAttributes): number => {
  let size = key.length;
  for (const name in attributes) size += name.length + (attributes[name]?.length ?? 0);
  return size;
};

const withoutBlankText = (node: Captured): void => {
  const text = node['#text'];
  if (typeof text === 'string' && !/\S/.test(text)) delete node['#text'];
};

export const capture = (key: string, attributes: XmlAttributes): Capture => {
  const root = nodeOf(attributes);
  const open: Captured[] = [root];
  let size = sizeOf(key, attributes);
  return {
    root,
    open: (childKey, childAttributes) => {
      size += sizeOf(childKey, childAttributes);
      const child = nodeOf(childAttributes);
      const parent = open.at(-1);
      if (parent) addChild(parent, childKey, child);
      open.push(child);
    },
    text: (piece) => {
      size += piece.length;
      const node = open.at(-1);
      if (node) node['#text'] = `${node['#text'] ?? ''}${piece}`;
    },
    close: () => {
      const node = open.pop();
      if (node) withoutBlankText(node);
      return open.length === 0;
    },
    size: () => size,
  };
};
