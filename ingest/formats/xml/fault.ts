import type { IngestError } from '../../errors.ts';
import { malformedFile } from '../../errors.ts';

/** Sentences of the parser by how its message begins. Its own text may quote the file and is never passed on. */
const SENTENCES: readonly (readonly [string, string])[] = [
  ['unclosed tag', 'ends before every element is closed, so it is cut short'],
  ['unexpected end', 'ends in the middle of its markup, so it is cut short'],
  ['document must contain a root', 'holds no XML element'],
  ['documents may contain only one root', 'has a second root element'],
  ['text data outside of root', 'has text outside the root element'],
  ['unexpected close tag', 'closes an element other than the one that is open'],
  ['unmatched closing tag', 'closes an element that is not open'],
  ['duplicate attribute', 'gives an attribute twice'],
  ['undefined entity', 'uses an entity that XML does not define'],
  ['attribute without value', 'has an attribute without a value'],
  ['unquoted attribute', 'has an attribute value without quotes'],
  ['disallowed character', 'has a character that XML does not allow there'],
  ['malformed character entity', 'refers to a character that XML does not allow'],
  ['an XML declaration must', 'has an XML declaration that is not at the start'],
  ['the XML declaration must', 'has an XML declaration that is not at the start'],
  ['inappropriately located doctype', 'has a document type declaration within its content'],
];

const CONFLICT = /^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/m;

/** What is not well-formed, in words of ours: never the parser's, which quote the file. */
export const xmlFault = (
  label: string,
  line: number,
  message: string,
  chunk: string,
): IngestError => {
  if (CONFLICT.test(chunk)) {
    return malformedFile(label, `holds the marks of an unresolved merge, near line ${line}`);
  }
  const [, sentence] = SENTENCES.find(([start]) => message.startsWith(start)) ?? [
    '',
    'is not well-formed XML',
  ];
  return malformedFile(label, `${sentence} (line ${line})`);
};
