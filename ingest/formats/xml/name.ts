import { malformedFile } from '../../errors.ts';

/** The name of an element or attribute: a namespace URI ('' for none) and a local name, never a prefix. */
export interface XmlName {
  readonly namespace: string;
  readonly name: string;
  /** Clark notation: `{namespace}name`, or the bare name outside any namespace. */
  readonly key: string;
}

/** Attributes by name, or by `{namespace}name` where they have a namespace; declarations of namespaces are not among them. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>;

const XML = 'http://www.w3.org/XML/1998/namespace';

/** Namespaces in force within one element, and the names already resolved there. One scope serves all elements below it. */
export interface Scope {
  readonly outer: Scope | undefined;
  readonly bound: ReadonlyMap<string, string>;
  readonly elements: Map<string, XmlName>;
  readonly attributes: Map<string, string>;
}

export const ROOT_SCOPE = (): Scope => ({
  outer: undefined,
  bound: new Map([
    ['', ''],
    ['xml', XML],
  ]),
  elements: new Map(),
  attributes: new Map(),
});

export const innerScope = (outer: Scope, declared: ReadonlyMap<string, string>): Scope => ({
  outer,
  bound: new Map([...outer.bound, ...declared]),
  elements: new Map(),
  attributes: new Map(),
});

export const isDeclaration = (written: string): boolean =>
  written === 'xmlns' || written.startsWith('xmlns:');

/** Names remembered per scope; beyond that they are resolved anew each time, so a hostile file cannot fill memory. */
const REMEMBERED = 2_000;

/** A copy that does not keep the chunk alive that it was cut from. */
const detached = (text: string): string => Buffer.from(text).toString();

const clark = (namespace: string, name: string): string =>
  namespace === '' ? name : `{${namespace}}${name}`;

const split = (written: string): readonly [string, string] | undefined => {
  const colon = written.indexOf(':');
  if (colon === -1) return ['', written];
  const prefix = written.slice(0, colon);
  const name = written.slice(colon + 1);
  return prefix === '' || name === '' || name.includes(':') ? undefined : [prefix, name];
};

const resolve = (scope: Scope, written: string, label: string, line: number): [string, string] => {
  const parts = split(written);
  if (!parts) throw malformedFile(label, `line ${line} has a name with a misplaced colon`);
  const [prefix, name] = parts;
  const namespace = scope.bound.get(prefix);
  if (namespace === undefined) {
    throw malformedFile(label, `line ${line} uses a namespace prefix that is declared nowhere`);
  }
  return [namespace, detached(name)];
};

/** Throws MALFORMED_FILE for a prefix that is not declared. */
export const elementName = (
  scope: Scope,
  written: string,
  label: string,
  line: number,
): XmlName => {
  const known = scope.elements.get(written);
  if (known) return known;
  const [namespace, name] = resolve(scope, written, label, line);
  const resolved = { namespace, name, key: clark(namespace, name) };
  if (scope.elements.size < REMEMBERED) scope.elements.set(detached(written), resolved);
  return resolved;
};

/** The key of an attribute that is written with a prefix. Throws MALFORMED_FILE for a prefix that is not declared. */
export const attributeKey = (
  scope: Scope,
  written: string,
  label: string,
  line: number,
): string => {
  const known = scope.attributes.get(written);
  if (known !== undefined) return known;
  const key = clark(...resolve(scope, written, label, line));
  if (scope.attributes.size < REMEMBERED) scope.attributes.set(detached(written), key);
  return key;
};
