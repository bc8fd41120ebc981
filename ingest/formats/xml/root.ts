import { IngestError } from '../../errors.ts';
import { decodeLeniently } from '../charset.ts';
import type { FileHead } from '../reader.ts';
import { XmlFault } from './fault.ts';
import { XML_LIMITS } from './limits.ts';
import {
  declaredNamespaces,
  elementName,
  innerScope,
  keyedAttributes,
  ROOT_SCOPE,
  type XmlAttributes,
} from './name.ts';
import { xmlEncoding } from './prolog.ts';
import { xmlScanner } from './scan.ts';

/** The root element of an XML document and every namespace that it declares. */
export interface XmlRoot {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: XmlAttributes;
  readonly namespaces: readonly string[];
}

const rootOf = (written: string, attributes: readonly string[]): XmlRoot => {
  const declared = declaredNamespaces(attributes) ?? new Map<string, string>();
  const scope = innerScope(ROOT_SCOPE(), declared);
  const { namespace, name } = elementName(scope, written);
  return {
    namespace,
    name,
    attributes: keyedAttributes(scope, attributes),
    namespaces: [...new Set(declared.values())],
  };
};

const DOCTYPE = /<!DOCTYPE(?:"[^"]*"|'[^']*'|\[[^\]]*\]|[^[>"'])*>/;

const STEP = 4_096;

const textOf = (head: FileHead): string | undefined => {
  try {
    return decodeLeniently(head.bytes, xmlEncoding(head.bytes, head.name));
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
  const text = textOf(head)?.trimStart().replace(DOCTYPE, '');
  if (!text?.startsWith('<')) return undefined;
  let root: XmlRoot | undefined;
  const scanner = xmlScanner(
    {
      open: (name, attributes) => {
        root ??= rootOf(name, attributes);
      },
      close: () => undefined,
      text: () => undefined,
    },
    XML_LIMITS,
  );
  try {
    for (let at = 0; at < text.length && !root; at += STEP) {
      scanner.write(text.slice(at, at + STEP));
    }
  } catch (cause) {
    if (!(cause instanceof XmlFault)) throw cause;
  }
  return root;
};
