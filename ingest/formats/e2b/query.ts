import type { Cell } from '../field.ts';
import type { XmlElement } from '../xml/tree.ts';

export const HL7 = 'urn:hl7-org:v3';

/** Identifiers and code systems of ICH below this root. */
const ICH = '2.16.840.1.113883.3.989.2.1';

/** Root of an ICH identifier: 1 is the case, 2 worldwide, 22 the batch. */
export const idRoot = (number: number): string => `${ICH}.3.${number}`;

/** An ICH code system: 19 observations, 20 organizers, 23 report characteristics. */
export const codeSystem = (number: number): string => `${ICH}.1.${number}`;

export const MEDDRA = '2.16.840.1.113883.6.163';

type Node = XmlElement | undefined;

/** Children of a name in HL7's namespace. */
export const all = (node: Node, name: string): readonly XmlElement[] =>
  node?.children.filter((each) => each.name.name === name && each.name.namespace === HL7) ?? [];

/** The first element along a path of names. */
export const find = (node: Node, ...path: readonly string[]): Node =>
  path.reduce<Node>((at, name) => all(at, name)[0], node);

/** Every element along a path, through all branches. */
export const findAll = (node: Node, ...path: readonly string[]): readonly XmlElement[] =>
  path.reduce<readonly XmlElement[]>(
    (at, name) => at.flatMap((each) => all(each, name)),
    node ? [node] : [],
  );

/** Whether an element's own `code` is this one. */
export const isCoded = (node: Node, system: number, code: string): boolean =>
  all(node, 'code').some(
    (each) => each.attributes.codeSystem === codeSystem(system) && each.attributes.code === code,
  );

/** The identifier of a root among an element's own. */
export const idOf = (node: Node, root: number): Node =>
  all(node, 'id').find((each) => each.attributes.root === idRoot(root));

/** One cell: the element that holds it and where in it the text stands; '' is the element's own text. */
export interface Held {
  readonly element: Node;
  readonly attribute: string;
}

export const held = (element: Node, attribute = 'value'): Held => ({ element, attribute });

export const textIn = (element: Node): Held => held(element, '');

const cellOf = ({ element, attribute }: Held): Cell => {
  if (!element) return null;
  return (attribute === '' ? element.text.trim() : element.attributes[attribute]) || null;
};

/** Cells as delivered, and last a JSON object of the null flavours that stand in place of a value, by column. */
export const cellsOf = (row: Readonly<Record<string, Held | Cell>>): readonly Cell[] => {
  const flavours: Record<string, string> = {};
  const cells = Object.entries(row).map(([column, value]) => {
    if (value === null || typeof value === 'string') return value;
    const cell = cellOf(value);
    const flavour = value.element?.attributes.nullFlavor;
    if (cell === null && flavour !== undefined) flavours[column] = flavour;
    return cell;
  });
  return [...cells, Object.keys(flavours).length > 0 ? JSON.stringify(flavours) : null];
};

/** A cell's text where it is needed before the row is made. */
export const textOf = (value: Held): Cell => cellOf(value);

/** An element that has nothing: what is read from it gives a row's columns. */
export const NO_ELEMENT: XmlElement = {
  name: { namespace: '', name: '', key: '' },
  attributes: {},
  children: [],
  text: '',
  uncollected: 0,
};
