import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { malformedFile } from '../../errors.ts';
import { decodedXml } from './decode.ts';
import { xmlFault } from './fault.ts';
import { XML_LIMITS, type XmlLimits } from './limits.ts';
import {
  attributeKey,
  elementName,
  innerScope,
  isDeclaration,
  ROOT_SCOPE,
  type XmlAttributes,
  type XmlName,
} from './name.ts';

/**
 * What is told of a document, in its order. The same XmlName object returns for the same name in the same scope, so it may
 * be a key of a map. Whatever a handler throws ends the reading.
 */
export interface XmlHandler {
  readonly open: (name: XmlName, attributes: XmlAttributes, line: number) => void;
  readonly close: (name: XmlName) => void;
  /** Text and CDATA of the element that is open, entities resolved; may come in several pieces. */
  readonly text?: (piece: string) => void;
  /** Asked between chunks: a promise to await before more is told, or undefined while there is room. */
  readonly room?: () => Promise<void> | undefined;
}

/** A parser of one document, fed with text. Never expands an entity of the file's own and never opens another file. */
export interface XmlParser {
  readonly write: (text: string) => void;
  readonly end: () => void;
}

/** Namespaces are resolved here and not by the parser, which would do it anew for every element. */
const PLAIN = { xmlns: false, position: false } as const;

const namespacesOf = (tag: SaxesTagPlain): ReadonlyMap<string, string> => {
  const declared = new Map<string, string>();
  for (const [written, uri] of Object.entries(tag.attributes)) {
    if (written === 'xmlns') declared.set('', uri.trim());
    else if (isDeclaration(written)) declared.set(written.slice('xmlns:'.length), uri.trim());
  }
  return declared;
};

/** Throws MALFORMED_FILE with the line and never with content. */
export const xmlParser = (
  label: string,
  handler: XmlHandler,
  limits: XmlLimits = XML_LIMITS,
): XmlParser => {
  // Each `on` adds a property to the parser; past the seventh the engine makes it a dictionary, and reading 4 times slower.
  const parser = new SaxesParser(PLAIN);
  const open: XmlName[] = [];
  let scope = ROOT_SCOPE();
  /** Depths at which a scope began, innermost last. */
  const scopeDepths: number[] = [];
  let chunk = '';
  let attributes = 0;
  let hasPrefixes = false;
  let hasDeclarations = false;
  let textLength = 0;
  let told = 0;

  const refuse = (why: string) => malformedFile(label, `${why} (line ${parser.line})`);

  const resolved = (tag: SaxesTagPlain): XmlAttributes => {
    const keyed: Record<string, string | undefined> = Object.create(null);
    for (const written in tag.attributes) {
      if (isDeclaration(written)) continue;
      const key = written.includes(':')
        ? attributeKey(scope, written, label, parser.line)
        : written;
      if (keyed[key] !== undefined) throw refuse('gives an attribute twice');
      keyed[key] = tag.attributes[written];
    }
    return keyed;
  };

  parser.on('error', (error) => {
    throw xmlFault(label, parser.line, error.message, chunk);
  });
  parser.on('doctype', () => {
    throw refuse(
      'has a document type declaration, which is never read as it can pull in other files',
    );
  });
  parser.on('attribute', (attribute) => {
    attributes += 1;
    if (attributes > limits.attributes) throw refuse('has an element with too many attributes');
    const { name, value } = attribute;
    if (name.length > limits.nameLength) throw refuse('has an overlong name');
    if (value.length > limits.textLength) throw refuse('has an overlong attribute value');
    if (name.includes(':')) {
      hasPrefixes = true;
      if (name.startsWith('xmlns:')) hasDeclarations = true;
    } else if (name === 'xmlns') hasDeclarations = true;
  });
  parser.on('opentag', (tag) => {
    told = parser.position;
    textLength = 0;
    if (tag.name.length > limits.nameLength) throw refuse('has an overlong name');
    if (open.length >= limits.depth) throw refuse('is nested too deeply');
    if (hasDeclarations) {
      scope = innerScope(scope, namespacesOf(tag));
      scopeDepths.push(open.length);
    }
    const name = elementName(scope, tag.name, label, parser.line);
    open.push(name);
    const isBare = !hasPrefixes && !hasDeclarations;
    handler.open(name, isBare ? tag.attributes : resolved(tag), parser.line);
    attributes = 0;
    hasPrefixes = false;
    hasDeclarations = false;
  });
  parser.on('closetag', () => {
    told = parser.position;
    textLength = 0;
    const name = open.pop();
    if (name) handler.close(name);
    if (scopeDepths.at(-1) === open.length) {
      scopeDepths.pop();
      scope = scope.outer ?? scope;
    }
  });
  const { text } = handler;
  if (text) {
    const piece = (value: string): void => {
      told = parser.position;
      if (open.length === 0) return;
      textLength += value.length;
      if (textLength > limits.textLength) throw refuse('has an overlong text');
      text(value);
    };
    parser.on('text', piece);
    parser.on('cdata', piece);
  }

  return {
    write: (more) => {
      chunk = more;
      parser.write(more);
      if (parser.position - told > limits.textLength + more.length) {
        throw refuse('has an overlong piece of markup or text');
      }
    },
    end: () => {
      parser.close();
    },
  };
};

/**
 * Reads a whole XML file in constant memory. Its encoding is its byte order mark, else what its prolog declares, else
 * strict UTF-8. Document types are refused and schema locations never followed.
 * Throws MALFORMED_FILE, UNSUPPORTED_FORMAT, WRONG_ENCODING, each with the line and never with content.
 */
export const readXml = async (
  file: { readonly path: string; readonly label: string },
  handler: XmlHandler,
  limits: XmlLimits = XML_LIMITS,
): Promise<void> => {
  const parser = xmlParser(file.label, handler, limits);
  for await (const text of decodedXml(file.path, file.label)) {
    parser.write(text);
    const room = handler.room?.();
    if (room) await room;
  }
  parser.end();
};
