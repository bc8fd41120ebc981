import { SaxesParser } from 'saxes';
import { IngestError } from '../../errors.ts';
import type { FileHead } from '../reader.ts';
import type { XmlAttributes } from './name.ts';
import { xmlEncoding } from './prolog.ts';

/** The root element of an XML document and every namespace that it declares. */
export interface XmlRoot {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: XmlAttributes;
  readonly namespaces: readonly string[];
}

const STEP = 4_096;

const textOf = (head: FileHead): string | undefined => {
  try {
    const encoding = xmlEncoding(head.bytes, head.name);
    return new TextDecoder(encoding).decode(head.bytes);
  } catch (cause) {
    if (cause instanceof IngestError) return head.text;
    throw cause;
  }
};

/**
 * The root element as the first bytes give it, or undefined where they are not XML or end before it does. Says nothing of
 * the rest of the file, and refuses nothing: a document type or a bad byte is for the reading to refuse.
 */
export const xmlRoot = (head: FileHead): XmlRoot | undefined => {
  const text = textOf(head)?.trimStart();
  if (!text?.startsWith('<')) return undefined;
  const parser = new SaxesParser({ xmlns: true, position: false });
  let root: XmlRoot | undefined;
  let isBroken = false;
  parser.on('error', () => {
    isBroken = true;
  });
  parser.on('opentag', (tag) => {
    if (isBroken) return;
    root ??= {
      namespace: tag.uri,
      name: tag.local,
      attributes: Object.fromEntries(
        Object.values(tag.attributes)
          .filter(({ name, prefix }) => name !== 'xmlns' && prefix !== 'xmlns')
          .map(({ uri, local, value }) => [uri === '' ? local : `{${uri}}${local}`, value]),
      ),
      namespaces: [...new Set(Object.values(tag.ns))],
    };
  });
  for (let at = 0; at < text.length && !root && !isBroken; at += STEP) {
    parser.write(text.slice(at, at + STEP));
  }
  return root;
};
