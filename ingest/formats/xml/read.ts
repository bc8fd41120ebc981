import { malformedFile } from '../../errors.ts';
import { decodedXml } from './decode.ts';
import { XmlFault } from './fault.ts';
import { XML_LIMITS, type XmlLimits } from './limits.ts';
import {
  declaredNamespaces,
  elementName,
  innerScope,
  keyedAttributes,
  ROOT_SCOPE,
  type XmlAttributes,
  type XmlName,
} from './name.ts';
import { xmlScanner } from './scan.ts';

/**
 * What is told of a document, in its order. The same XmlName object returns for the same name in the same scope, so it may
 * be a key of a map. `line` counts lines only when asked. Whatever a handler throws ends the reading.
 */
export interface XmlHandler {
  readonly open: (name: XmlName, attributes: XmlAttributes, line: () => number) => void;
  readonly close: (name: XmlName) => void;
  /** Text and CDATA of the element that is open, entities resolved; may come in several pieces. */
  readonly text?: (piece: string) => void;
  /** Blanks between two tags, which most readers pass over; default `text`. */
  readonly blanks?: (piece: string) => void;
  /** Asked between chunks: a promise to await before more is told, or undefined while there is room. */
  readonly room?: () => Promise<void> | undefined;
}

/** A parser of one document, fed with text. Never expands an entity of the file's own and never opens another file. */
export interface XmlParser {
  readonly write: (text: string) => void;
  readonly end: () => void;
}

const CONFLICT = /^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/m;

/** Throws MALFORMED_FILE with the line and never with content. */
export const xmlParser = (
  label: string,
  handler: XmlHandler,
  limits: XmlLimits = XML_LIMITS,
): XmlParser => {
  const open: XmlName[] = [];
  let scope = ROOT_SCOPE();
  /** Depths at which a scope began, innermost last. */
  const scopeDepths: number[] = [];

  const scanner = xmlScanner(
    {
      open: (written, attributes, isDeclaring) => {
        const declared = isDeclaring ? declaredNamespaces(attributes) : undefined;
        if (declared) {
          scope = innerScope(scope, declared);
          scopeDepths.push(open.length);
        }
        const name = elementName(scope, written);
        open.push(name);
        handler.open(name, keyedAttributes(scope, attributes), scanner.line);
      },
      close: () => {
        const name = open.pop();
        if (name) handler.close(name);
        if (scopeDepths.at(-1) === open.length) {
          scopeDepths.pop();
          scope = scope.outer ?? scope;
        }
      },
      text: (piece) => handler.text?.(piece),
      blanks: (piece) => (handler.blanks ?? handler.text)?.(piece),
    },
    limits,
  );

  const guarded = (work: () => void, chunk: string): void => {
    try {
      work();
    } catch (cause) {
      if (!(cause instanceof XmlFault)) throw cause;
      const line = cause.line ?? scanner.line();
      if (CONFLICT.test(chunk)) {
        throw malformedFile(label, `holds the marks of an unresolved merge, near line ${line}`);
      }
      throw malformedFile(label, `${cause.message} (line ${line})`);
    }
  };

  return {
    write: (more) => guarded(() => scanner.write(more), more),
    end: () => guarded(() => scanner.end(), ''),
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
