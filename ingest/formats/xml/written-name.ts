import { XmlFault } from './fault.ts';
import { END, endsName } from './unit.ts';

/** A name as a document writes it, with its prefix: one string and its units, however often it stands there. */
export interface WrittenName {
  readonly text: string;
  readonly units: Uint16Array;
  /** The name that came after it last time. */
  next: WrittenName | undefined;
}

/** Names remembered; beyond that they are made anew each time, so a hostile file cannot fill memory. */
const REMEMBERED = 2_000;

/** A copy that does not keep the chunk alive that it was cut from. */
export const detached = (text: string): string => Buffer.from(text).toString();

/** Whether a name stands there, whatever follows it. */
export const isWritten = ({ units }: WrittenName, at: Uint16Array, from: number): boolean => {
  let length = 0;
  while (length < units.length && units[length] === at[from + length]) length += 1;
  return length === units.length;
};

/**
 * Reads the name that begins at `from`; undefined where it may go on beyond the text. Names mostly come in the order in
 * which they came before, so the expected one is looked for first and costs no string. Throws XmlFault for an overlong one.
 */
export const nameReader = (
  longest: number,
): ((text: string, units: Uint16Array, from: number) => WrittenName | undefined) => {
  const names = new Map<string, WrittenName>();
  let last: WrittenName = { text: '', units: new Uint16Array(0), next: undefined };

  const unexpected = (text: string, units: Uint16Array, from: number): WrittenName | undefined => {
    let end = from;
    while (!endsName(units[end] ?? END)) end += 1;
    if (end - from > longest) throw new XmlFault('has an overlong name');
    if (units[end] === END) return undefined;
    const written = text.slice(from, end);
    const known = names.get(written);
    if (known) return known;
    const name = { text: detached(written), units: units.slice(from, end), next: undefined };
    if (names.size < REMEMBERED) names.set(name.text, name);
    return name;
  };

  return (text, units, from) => {
    const expected = last.next;
    const isExpected =
      expected !== undefined &&
      isWritten(expected, units, from) &&
      endsName(units[from + expected.units.length] ?? END);
    const name = isExpected ? expected : unexpected(text, units, from);
    if (!name) return undefined;
    last.next = name;
    last = name;
    return name;
  };
};
