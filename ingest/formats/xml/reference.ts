import { isChar, NAME } from './character.ts';
import { XmlFault } from './fault.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** Characters of the longest reference that may be cut in two by the end of a chunk; leading zeros beyond that are refused. */
export const REFERENCE_LENGTH = 64;

export const noReference = (): XmlFault =>
  new XmlFault('has an ampersand that begins no reference');

const resolved = (reference: string): string => {
  if (reference.charCodeAt(0) !== 35) {
    const known = Object.hasOwn(ENTITIES, reference) ? ENTITIES[reference] : undefined;
    if (known !== undefined) return known;
    if (NAME.test(reference)) throw new XmlFault('uses an entity that XML does not define');
    throw noReference();
  }
  const [, hex, decimal] = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(reference) ?? [];
  const code = hex ? Number.parseInt(hex, 16) : Number(decimal ?? Number.NaN);
  if (!isChar(code)) throw new XmlFault('refers to a character that XML does not allow');
  return String.fromCodePoint(code);
};

/** Text or an attribute's value, its references resolved. Throws XmlFault for entities that XML itself does not define. */
export const decoded = (value: string): string => {
  let out = '';
  let from = 0;
  for (let found = value.indexOf('&'); found >= 0; found = value.indexOf('&', from)) {
    const end = value.indexOf(';', found);
    const reference = end < 0 ? '' : value.slice(found + 1, end);
    out += value.slice(from, found) + resolved(reference);
    from = end + 1;
  }
  return out + value.slice(from);
};
