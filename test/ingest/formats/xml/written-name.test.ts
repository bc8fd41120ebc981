import { expect, test } from 'vitest';
import { XmlFault } from '../../../../ingest/formats/xml/fault.ts';
import { nameReader } from '../../../../ingest/formats/xml/written-name.ts';

/** Units of a text and the end after it, as the scanner has them. */
const unitsOf = (text: string): Uint16Array =>
  Uint16Array.from([...text, '\uffff'], (unit) => unit.charCodeAt(0));

const reader = (longest = 100) => {
  const read = nameReader(longest);
  return (text: string, from = 0): string | undefined => read(text, unitsOf(text), from)?.text;
};

test('a name is the one that stands there, not the one that is expected', () => {
  const read = reader();
  const names = [
    'ItemData',
    'ItemOID',
    'ItemData',
    'ItemDataAny',
    'Item',
    'ItemData',
    'ÄÖ',
    'Item',
  ];
  for (const name of [...names, ...names]) {
    for (const end of [' ', '>', '/', '=', '\n']) expect(read(`<${name}${end}`, 1)).toBe(name);
  }
});

test('the same name is the same object, cut from whichever text', () => {
  const read = nameReader(100);
  const [first, other, again] = ['<a ', '<bc>', '  a='].map((text) =>
    read(text, unitsOf(text), text.search(/\w/)),
  );
  expect(again).toBe(first);
  expect(other?.text).toBe('bc');
});

test('a name that the text cuts short is not told, nor expected afterwards', () => {
  const read = reader();
  expect(read('<Subject', 1)).toBeUndefined();
  expect(read('<SubjectData>', 1)).toBe('SubjectData');
  expect(read('<SubjectData', 1)).toBeUndefined();
});

test('an overlong name is refused even before its end is known', () => {
  const read = reader(4);
  expect(read('four ')).toBe('four');
  expect(() => read('fives')).toThrow(XmlFault);
});

test('more names than are remembered are read all the same', () => {
  const read = reader();
  for (let round = 0; round < 2; round += 1) {
    for (let index = 0; index < 3_000; index += 1) expect(read(`n${index}>`)).toBe(`n${index}`);
  }
});
