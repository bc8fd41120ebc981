import { expect, test } from 'vitest';
import { xmlRoot } from '../../../../ingest/formats/xml/root.ts';

const headOf = (bytes: Buffer) => ({ name: 'a.xml', bytes, text: bytes.toString() });
const rootOf = (text: string) => xmlRoot(headOf(Buffer.from(text)));

test('the root element by namespace, with what it declares', () => {
  expect(
    rootOf(
      '<?xml version="1.0"?>\n<!-- <y/> -->\n<p:x xmlns:p="urn:p" xmlns:q="urn:q" a="1" q:b="2"><y>',
    ),
  ).toEqual({
    namespace: 'urn:p',
    name: 'x',
    attributes: { a: '1', '{urn:q}b': '2' },
    namespaces: ['urn:p', 'urn:q'],
  });
});

test('the root behind a document type is told, so that its reader can refuse it', () => {
  expect(rootOf('<!DOCTYPE x [<!ENTITY a "b">]><x/>')?.name).toBe('x');
});

test.each([
  ['CSV', 'a,b\n1,2\n'],
  ['JSON', '{"a": "<x/>"}'],
  ['a start tag that is cut off', '<x a="1'],
  ['nothing', ''],
  ['an undeclared prefix', '<p:x/>'],
])('%s has no root', (_, text) => {
  expect(rootOf(text)).toBeUndefined();
});

test('a root in UTF-16', () => {
  const bytes = Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><x/>', 'utf16le');
  expect(xmlRoot(headOf(bytes))?.name).toBe('x');
});

test('a root in a legacy encoding', () => {
  const bytes = Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><x a="\xeb"/>', 'latin1');
  expect(xmlRoot(headOf(bytes))?.attributes.a).toBe('ë');
});
