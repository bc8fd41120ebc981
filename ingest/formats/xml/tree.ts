import { malformedFile } from '../../errors.ts';
import type { XmlAttributes, XmlName } from './name.ts';
import type { XmlHandler } from './read.ts';

/** One element with all below it. Text is that of the element itself, its pieces joined. */
export interface XmlElement {
  readonly name: XmlName;
  readonly attributes: XmlAttributes;
  readonly children: XmlElement[];
  text: string;
  /** How many characters of text were counted and not kept. */
  uncollected: number;
}

/** Which elements of a document become trees, one at a time. */
export interface TreeHandler {
  /** Whether an element starts a tree; depth 0 is the root element. */
  readonly isTree: (name: XmlName, depth: number) => boolean;
  /** A whole tree, which nobody holds afterwards. */
  readonly tree: (element: XmlElement) => void;
  /** An element outside every tree. */
  readonly outside?: (name: XmlName, attributes: XmlAttributes, depth: number) => void;
  /** The text of an element outside every tree, where it has any. */
  readonly outsideText?: (name: XmlName, text: string) => void;
  /** Whether an element's text is only counted: content that must not or need not be held. */
  readonly countsText?: (name: XmlName, attributes: XmlAttributes, parent: XmlElement) => boolean;
  readonly room?: () => Promise<void> | undefined;
}

/** What one tree may hold: elements, and characters of kept text and attributes. */
export const TREE_LIMITS = { elements: 500_000, characters: 64 * 2 ** 20 } as const;

const OUTSIDE_TEXT = 2 ** 16;

/** Reads trees out of a document; everything outside them passes by. Throws MALFORMED_FILE for a tree beyond TREE_LIMITS. */
export const treeHandler = (label: string, handler: TreeHandler): XmlHandler => {
  const open: XmlElement[] = [];
  const counted: boolean[] = [];
  /** Texts of the elements that are open outside every tree, outermost first. */
  const outer: string[] = [];
  let depth = 0;
  let elements = 0;
  let characters = 0;

  const grow = (more: number): void => {
    characters += more;
    if (elements > TREE_LIMITS.elements || characters > TREE_LIMITS.characters)
      throw malformedFile(label, 'holds one record that is larger than 64 Mi characters');
  };

  return {
    open: (name, attributes) => {
      const parent = open.at(-1);
      if (parent || handler.isTree(name, depth)) {
        if (!parent) {
          elements = 0;
          characters = 0;
        }
        elements += 1;
        grow(Object.values(attributes).reduce((sum, value) => sum + (value?.length ?? 0), 0));
        const element = { name, attributes, children: [], text: '', uncollected: 0 };
        parent?.children.push(element);
        open.push(element);
        counted.push(parent ? (handler.countsText?.(name, attributes, parent) ?? false) : false);
      } else {
        outer.push('');
        handler.outside?.(name, attributes, depth);
      }
      depth += 1;
    },
    close: (name) => {
      depth -= 1;
      const element = open.pop();
      if (!element) {
        const text = outer.pop()?.trim() ?? '';
        if (text !== '') handler.outsideText?.(name, text);
        return;
      }
      counted.pop();
      if (open.length === 0) handler.tree(element);
    },
    text: (piece) => {
      const element = open.at(-1);
      if (!element) {
        const last = outer.length - 1;
        if (last >= 0 && handler.outsideText) {
          outer[last] += piece;
          if ((outer[last]?.length ?? 0) > OUTSIDE_TEXT)
            throw malformedFile(label, 'holds a long text outside its records');
        }
        return;
      }
      if (counted.at(-1)) element.uncollected += piece.length;
      else {
        grow(piece.length);
        element.text += piece;
      }
    },
    ...(handler.room ? { room: handler.room } : {}),
  };
};
