import { expect, test } from 'vitest';
import { refusalOf, toldOf } from './document.ts';

test('names are namespaces and local names, whatever the prefixes', async () => {
  const told = await toldOf(
    '<a:x xmlns:a="urn:one" xmlns="urn:two" p="1" a:q="2"><y/><y xmlns=""><z/></y><b:y xmlns:b="urn:one"/><y/></a:x>',
  );
  expect(told).toEqual([
    '<{urn:one}x {"p":"1","{urn:one}q":"2"}',
    '<{urn:two}y {}',
    '/{urn:two}y',
    '<y {}',
    '<z {}',
    '/z',
    '/y',
    '<{urn:one}y {}',
    '/{urn:one}y',
    '<{urn:two}y {}',
    '/{urn:two}y',
    '/{urn:one}x',
  ]);
});

test('a prefix that is bound anew means the new namespace, and the old one afterwards', async () => {
  const told = await toldOf(
    '<a:x xmlns:a="urn:one"><a:x xmlns:a="urn:two" a:q="1"/><a:x a:q="2"/></a:x>',
  );
  expect(told.filter((line) => line.startsWith('<'))).toEqual([
    '<{urn:one}x {}',
    '<{urn:two}x {"{urn:two}q":"1"}',
    '<{urn:one}x {"{urn:one}q":"2"}',
  ]);
});

test('text comes with entities, CDATA and comments resolved', async () => {
  expect(await toldOf('<x>1 &lt; 2 &#241;<!-- no --><![CDATA[<&>]]>\r\n</x>')).toEqual([
    '<x {}',
    '1 < 2 ñ<&>\n',
    '/x',
  ]);
});

test('an attribute named like a property of objects is an attribute', async () => {
  expect(await toldOf('<x xmlns:p="u" p:a="1" __proto__="2" constructor="3"/>')).toEqual([
    '<x {"{u}a":"1","__proto__":"2","constructor":"3"}',
    '/x',
  ]);
});

const SECRET = 'Jane-Doe';

test.each([
  ['cut within content', `<x><y>${SECRET}`, /cut short \(line 1\)/],
  ['cut within a tag', `<x><y a="${SECRET}`, /cut short/],
  ['crossed tags', `<x><${SECRET}></x></y>`, /closes an element other than the one that is open/],
  ['junk after the root', `<x/>\n${SECRET}`, /text outside the root element \(line 2\)/],
  ['a second root', `<x/><${SECRET}/>`, /second root/],
  ['an unknown entity', `<x>&${SECRET};</x>`, /entity that XML does not define/],
  ['an undeclared prefix', `<x><p:${SECRET}/></x>`, /namespace prefix that is declared nowhere/],
  ['an undeclared attribute prefix', `<x p:${SECRET}="1"/>`, /declared nowhere/],
  ['an attribute twice', `<x ${SECRET}="1" ${SECRET}="2"/>`, /attribute twice/],
  [
    'an attribute twice under two prefixes',
    '<x xmlns:a="u" xmlns:b="u" a:q="1" b:q="2"/>',
    /attribute twice/,
  ],
  ['no quotes', `<x a=${SECRET}/>`, /without quotes/],
  ['a control character', `<x>${SECRET}\u0001</x>`, /character that XML does not allow/],
  ['nothing at all', '', /holds no XML element/],
  ['a colon too many', `<x xmlns:a="u"><a:b:${SECRET}/></x>`, /misplaced colon/],
  [
    'an unresolved merge',
    `<x>\n<<<<<<< HEAD\n<y>${SECRET}</y>\n=======\n<z/>\n>>>>>>> other\n</x>`,
    /unresolved merge, near line 2/,
  ],
])('%s is refused with its line and without its content', async (_, document, sentence) => {
  const refusal = await refusalOf(document);
  expect(refusal).toMatch(/^MALFORMED_FILE delivered\.xml: /);
  expect(refusal).toMatch(sentence);
  expect(refusal).not.toContain(SECRET);
});

const LAUGHS = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">${Array.from(
  { length: 20 },
  (_, level) => `<!ENTITY a${level} "${`&a${level - 1};`.repeat(10)}">`,
).join('')}]><x>&a19;</x>`;

test.each([
  ['billion laughs', LAUGHS],
  ['an external entity', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'],
  ['an external subset', '<!DOCTYPE x SYSTEM "http://localhost:1/x.dtd"><x/>'],
  ['a public identifier', '<!DOCTYPE x PUBLIC "-//X//Y" "http://localhost:1/x.dtd"><x/>'],
])('%s is refused before any of it is read', async (_, document) => {
  expect(await refusalOf(document)).toMatch(/^MALFORMED_FILE .*document type declaration/);
});

test('a schema location is an attribute like any other', async () => {
  const told = await toldOf(
    '<x xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x http://localhost:1/x.xsd"/>',
  );
  expect(told[0]).toContain('schemaLocation":"urn:x http://localhost:1/x.xsd"');
});

test.each([
  ['depth', '<x>'.repeat(300) + '</x>'.repeat(300), /nested too deeply/],
  ['name length', `<${'x'.repeat(2_000)}/>`, /overlong name/],
  ['attribute name length', `<x ${'x'.repeat(2_000)}="1"/>`, /overlong name/],
  [
    'attributes',
    `<x ${Array.from({ length: 2_000 }, (_, n) => `a${n}="1"`).join(' ')}/>`,
    /too many attributes/,
  ],
  ['attribute value', `<x a="${'x'.repeat(17 * 2 ** 20)}"/>`, /overlong/],
  ['text', `<x>${'x'.repeat(17 * 2 ** 20)}</x>`, /overlong/],
  ['text in pieces', `<x>${`${'x'.repeat(2 ** 20)}<!-- -->`.repeat(18)}</x>`, /overlong text/],
  ['comment', `<!--${'x'.repeat(40 * 2 ** 20)}--><x/>`, /overlong/],
  ['white space', `<x>${' '.repeat(40 * 2 ** 20)}</x>`, /overlong/],
])('beyond the limit of %s a file is refused', async (_, document, sentence) => {
  expect(await refusalOf(document)).toMatch(sentence);
});

test('10 MB of text and a 10 MB attribute are read', async () => {
  const long = 'é'.repeat(10 * 2 ** 20);
  const told = await toldOf(`<x a="${long}">${long}</x>`);
  expect(told[0]?.length).toBe(long.length + '<x {"a":""}'.length);
  expect(told[1] === long).toBe(true);
});
