import { NAME } from './character.ts';
import { XmlFault } from './fault.ts';
import { detached } from './written-name.ts';

/** The name of an element or attribute: a namespace URI ('' for none) and a local name, never a prefix. */
export interface XmlName {
  readonly namespace: string;
  readonly name: string;
  /** Clark notation: `{namespace}name`, or the bare name outside any namespace. */
  readonly key: string;
}

/** Attributes by name, or by `{namespace}name` where they have a namespace; declarations of namespaces are not among them. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>;

/** Has no prototype that a file could name, and unlike `Object.create(null)` is quick to fill and to walk through. */
const Bare = function Bare() {} as unknown as new () => Record<string, string | undefined>;
Bare.prototype = Object.create(null);

const bareAttributes = (): Record<string, string | undefined> => new Bare();

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

/** An attribute without prefix has no namespace, whatever the default is. */
const UNPREFIXED = ROOT_SCOPE();

export const innerScope = (outer: Scope, declared: ReadonlyMap<string, string>): Scope => ({
  outer,
  bound: new Map([...outer.bound, ...declared]),
  elements: new Map(),
  attributes: new Map(),
});

/** The prefix that an attribute declares, '' for the default; undefined where it declares none. */
const declaredPrefix = (written: string): string | undefined => {
  if (!written.startsWith('xmlns')) return undefined;
  if (written.length === 5) return '';
  return written[5] === ':' ? written.slice(6) : undefined;
};

/** Names remembered per scope; beyond that they are resolved anew each time, so a hostile file cannot fill memory. */
const REMEMBERED = 2_000;

const clark = (namespace: string, name: string): string =>
  namespace === '' ? name : `{${namespace}}${name}`;

const resolve = (scope: Scope, written: string): [string, string] => {
  if (!NAME.test(written)) throw new XmlFault('has a malformed name');
  const [prefix = '', name, ...more] = written.includes(':') ? written.split(':') : ['', written];
  if (!name || more.length > 0 || (prefix === '' && written.startsWith(':')))
    throw new XmlFault('has a name with a misplaced colon');
  const namespace = scope.bound.get(prefix);
  if (namespace === undefined)
    throw new XmlFault('uses a namespace prefix that is declared nowhere');
  return [namespace, detached(name)];
};

/** Throws XmlFault for what is no name, or a prefix that is not declared. */
export const elementName = (scope: Scope, written: string): XmlName => {
  const known = scope.elements.get(written);
  if (known) return known;
  const [namespace, name] = resolve(scope, written);
  const resolved = { namespace, name, key: clark(namespace, name) };
  if (scope.elements.size < REMEMBERED) scope.elements.set(written, resolved);
  return resolved;
};

/** The key of an attribute, undefined for a declaration. Throws XmlFault for what is no name, or a prefix that is not declared. */
const attributeKey = (scope: Scope, written: string): string | undefined => {
  const known = scope.attributes.get(written);
  if (known !== undefined) return known;
  if (declaredPrefix(written) !== undefined) return undefined;
  const isPrefixed = written.includes(':');
  const [namespace, name] = resolve(isPrefixed ? scope : UNPREFIXED, written);
  const key = clark(namespace, name);
  if (scope.attributes.size < REMEMBERED) scope.attributes.set(written, key);
  return key;
};

const twice = (): XmlFault => new XmlFault('gives an attribute twice');

/** What a tag declares, by prefix, and undefined where nothing; `written` are names and values in turn. Throws XmlFault. */
export const declaredNamespaces = (
  written: readonly string[],
): ReadonlyMap<string, string> | undefined => {
  let declared: Map<string, string> | undefined;
  for (let index = 0; index < written.length; index += 2) {
    const prefix = declaredPrefix(written[index] ?? '');
    if (prefix === undefined) continue;
    declared ??= new Map();
    if (declared.has(prefix)) throw twice();
    declared.set(prefix, detached((written[index + 1] ?? '').trim()));
  }
  return declared;
};

/** The attributes of a tag by their keys; `written` are names and values in turn. Throws XmlFault. */
export const keyedAttributes = (scope: Scope, written: readonly string[]): XmlAttributes => {
  const keyed = bareAttributes();
  for (let index = 0; index < written.length; index += 2) {
    const key = attributeKey(scope, written[index] ?? '');
    if (key === undefined) continue;
    if (keyed[key] !== undefined) throw twice();
    keyed[key] = written[index + 1] ?? '';
  }
  return keyed;
};
