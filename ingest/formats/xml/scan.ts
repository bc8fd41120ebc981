import { isChar, NAME, UNLAWFUL } from './character.ts';
import { XmlFault } from './fault.ts';
import type { XmlLimits } from './limits.ts';

/** What is told of a document as it is written: names with their prefixes, nothing resolved but entities and line ends. */
export interface XmlTokens {
  /** A start tag; `attributes` are names and values in turn; `isDeclaring` says that one may declare a namespace. */
  open(name: string, attributes: readonly string[], isDeclaring: boolean): void;
  close(name: string): void;
  /** Text or CDATA of the element that is open; may come in several pieces. */
  text(piece: string): void;
}

/** Reads XML 1.0 without document types. Fed with text, whole characters each time. Throws XmlFault. */
export interface XmlScanner {
  write(text: string): void;
  end(): void;
  /** Line of the token that was told last, from 1; counted when asked. */
  line(): number;
}

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const BANG = 33;
const DOUBLE = 34;
const AMPERSAND = 38;
const SINGLE = 39;
const SLASH = 47;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;
const QUESTION = 63;
const BRACKET = 93;

const isBlank = (code: number): boolean =>
  code === SPACE || code === LF || code === TAB || code === CR;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** Characters of the longest reference that may be cut in two by the end of a chunk; leading zeros beyond that are refused. */
const REFERENCE_LENGTH = 64;

const BLANKS = /[\t\n\r]/g;

const CLOSED_DECLARATION =
  /^xml\s+version\s*=\s*(?:"1\.\d+"|'1\.\d+')(?:\s+encoding\s*=\s*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*$/;

/** `more` is asked for where a token ends beyond the text at hand. */
const MORE = -1;

export const xmlScanner = (tokens: XmlTokens, limits: XmlLimits): XmlScanner => {
  /** Text at hand, and where the next token begins in it. */
  let text = '';
  let at = 0;
  /** Lines that ended before `text`. */
  let linesBefore = 0;
  /** What has come since, and how much of it there must be before it is scanned. */
  let waiting: string[] = [];
  let waitingLength = 0;
  let needed = 0;
  let isStart = true;
  let hasRoot = false;
  let hasCarriageReturn = false;
  /** Units of text told since the last tag. */
  let run = 0;
  const open: string[] = [];
  let attributes: string[] = [];

  const countLines = (to: number): number => {
    let lines = linesBefore;
    for (let found = text.indexOf('\n'); found >= 0 && found < to; ) {
      lines += 1;
      found = text.indexOf('\n', found + 1);
    }
    return lines;
  };

  const fault = (why: string, where = at): XmlFault => new XmlFault(why, countLines(where) + 1);

  const nameEnd = (from: number): number => {
    let end = from;
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end);
      if (code <= SPACE || code === GREATER || code === SLASH || code === EQUALS) break;
    }
    if (end - from > limits.nameLength) throw fault('has an overlong name');
    return end;
  };

  const decoded = (value: string): string => {
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

  const resolved = (reference: string): string => {
    if (reference.charCodeAt(0) !== 35) {
      const known = Object.hasOwn(ENTITIES, reference) ? ENTITIES[reference] : undefined;
      if (known !== undefined) return known;
      if (NAME.test(reference)) throw fault('uses an entity that XML does not define');
      throw fault('has an ampersand that begins no reference');
    }
    const [, hex, decimal] = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(reference) ?? [];
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal ?? Number.NaN);
    if (!isChar(code)) throw fault('refers to a character that XML does not allow');
    return String.fromCodePoint(code);
  };

  const tell = (piece: string): void => {
    if (open.length === 0) {
      const stray = piece.search(/[^\t\n ]/);
      if (stray >= 0) throw fault('has text outside the root element', at + stray);
      return;
    }
    run += piece.length;
    if (run > limits.textLength) throw fault('has an overlong text');
    tokens.text(piece);
  };

  /** Where the blanks that begin at `at` end. */
  const blanksEnd = (): number => {
    let end = at;
    while (text.charCodeAt(end) <= SPACE) end += 1;
    return end;
  };

  /** Text up to the next markup; gives where it ends, which is where it began when only more text will tell. */
  const readText = (isLast: boolean): number => {
    const blanks = blanksEnd();
    if (text.charCodeAt(blanks) === LESS) {
      tell(text.slice(at, blanks));
      return blanks;
    }
    const less = text.indexOf('<', blanks);
    const end = less < 0 && !isLast ? certainEnd() : less < 0 ? text.length : less;
    if (end === at) return at;
    const piece = text.slice(at, end);
    if (piece.includes(']]>')) throw fault('has "]]>" in its text');
    tell(piece.includes('&') ? decoded(piece) : piece);
    return end;
  };

  /** Where the text that the end of the chunk cuts is sure to be text: before half a reference, or half a "]]>". */
  const certainEnd = (): number => {
    const reference = text.lastIndexOf('&');
    if (reference >= at && text.indexOf(';', reference) < 0) {
      if (text.length - reference > REFERENCE_LENGTH) {
        throw fault('has an ampersand that begins no reference');
      }
      return reference;
    }
    let end = text.length;
    while (end > at && text.charCodeAt(end - 1) === BRACKET && text.length - end < 2) end -= 1;
    return end;
  };

  const closeElement = (): void => {
    run = 0;
    const name = open.pop();
    if (name !== undefined) tokens.close(name);
  };

  /** After `</`. */
  const readEndTag = (): number => {
    const name = open.at(-1);
    if (name === undefined) throw fault('closes an element that is not open');
    const from = at + 2;
    let end = from + name.length;
    if (text.length <= end && !text.includes('>', from)) return MORE;
    if (!text.startsWith(name, from)) {
      throw fault('closes an element other than the one that is open');
    }
    while (isBlank(text.charCodeAt(end))) end += 1;
    if (end >= text.length) return MORE;
    if (text.charCodeAt(end) !== GREATER) {
      throw fault('closes an element other than the one that is open');
    }
    closeElement();
    return end + 1;
  };

  /** The value that begins at `from`, after its quote; pushed onto the attributes. */
  const readValue = (from: number, quote: number): number => {
    let isPlain = true;
    for (let end = from; end < text.length; end += 1) {
      const code = text.charCodeAt(end);
      if (code === quote) {
        const value = text.slice(from, end);
        if (value.length > limits.textLength) throw fault('has an overlong attribute value');
        attributes.push(isPlain ? value : decoded(value.replace(BLANKS, ' ')));
        return end + 1;
      }
      if (code > LESS) continue;
      if (code === LESS) throw fault('has "<" in an attribute value');
      if (code === AMPERSAND || code < SPACE) isPlain = false;
    }
    return MORE;
  };

  const openElement = (name: string, isEmpty: boolean, isDeclaring: boolean): void => {
    if (open.length === 0) {
      if (hasRoot) throw fault('has a second root element');
      hasRoot = true;
    }
    if (open.length >= limits.depth) throw fault('is nested too deeply');
    open.push(name);
    run = 0;
    tokens.open(name, attributes, isDeclaring);
    if (isEmpty) closeElement();
  };

  /** After `<`. */
  const readStartTag = (): number => {
    let here = nameEnd(at + 1);
    if (here >= text.length) return MORE;
    const name = text.slice(at + 1, here);
    if (attributes.length > 0) attributes = [];
    let isDeclaring = false;
    for (;;) {
      const gap = here;
      let code = text.charCodeAt(here);
      while (isBlank(code)) {
        here += 1;
        code = text.charCodeAt(here);
      }
      if (here >= text.length) return MORE;
      if (code === GREATER) {
        openElement(name, false, isDeclaring);
        return here + 1;
      }
      if (code === SLASH) {
        if (here + 1 >= text.length) return MORE;
        if (text.charCodeAt(here + 1) !== GREATER) throw fault('has a slash within a tag');
        openElement(name, true, isDeclaring);
        return here + 2;
      }
      if (gap === here) throw fault('has attributes without a space between them');
      const end = nameEnd(here);
      const attribute = text.slice(here, end);
      here = end;
      while (isBlank(text.charCodeAt(here))) here += 1;
      if (here >= text.length) return MORE;
      if (text.charCodeAt(here) !== EQUALS) throw fault('has an attribute without a value');
      here += 1;
      while (isBlank(text.charCodeAt(here))) here += 1;
      if (here >= text.length) return MORE;
      const quote = text.charCodeAt(here);
      if (quote !== DOUBLE && quote !== SINGLE) {
        throw fault('has an attribute value without quotes');
      }
      if (attributes.length >= 2 * limits.attributes) {
        throw fault('has an element with too many attributes');
      }
      attributes.push(attribute);
      isDeclaring ||= attribute.startsWith('xmlns');
      here = readValue(here + 1, quote);
      if (here === MORE) return MORE;
    }
  };

  /** After `<!--`. */
  const readComment = (): number => {
    const end = text.indexOf('--', at + 4);
    if (end < 0 || end + 2 >= text.length) return MORE;
    if (text.charCodeAt(end + 2) !== GREATER) throw fault('has "--" in a comment');
    return end + 3;
  };

  /** After `<![CDATA[`. */
  const readCdata = (): number => {
    const end = text.indexOf(']]>', at + 9);
    if (end < 0) return MORE;
    if (open.length === 0) throw fault('has text outside the root element');
    if (end > at + 9) tell(text.slice(at + 9, end));
    return end + 3;
  };

  /** After `<?`. */
  const readInstruction = (): number => {
    const end = text.indexOf('?>', at + 2);
    if (end < 0) return MORE;
    const content = text.slice(at + 2, end);
    const target = /^[^\s?]*/.exec(content)?.[0] ?? '';
    if (target.toLowerCase() === 'xml') {
      if (!isStart || at > 0) throw fault('has an XML declaration that is not at the start');
      if (!CLOSED_DECLARATION.test(content)) throw fault('has a malformed XML declaration');
    } else if (!NAME.test(target)) throw fault('has a malformed processing instruction');
    return end + 2;
  };

  const MARKUP: readonly (readonly [string, () => number])[] = [
    ['<!--', readComment],
    ['<![CDATA[', readCdata],
    [
      '<!DOCTYPE',
      () => {
        throw fault(
          'has a document type declaration, which is never read as it can pull in other files',
        );
      },
    ],
  ];

  /** After `<!`. */
  const readDeclaration = (): number => {
    for (const [start, read] of MARKUP) if (text.startsWith(start, at)) return read();
    const rest = text.slice(at, at + 9);
    if (rest.length < 9 && MARKUP.some(([start]) => start.startsWith(rest))) return MORE;
    throw fault('has markup that XML does not know');
  };

  const readMarkup = (): number => {
    const code = text.charCodeAt(at + 1);
    if (code === SLASH) return readEndTag();
    if (code === BANG) return readDeclaration();
    if (code === QUESTION) return readInstruction();
    return Number.isNaN(code) ? MORE : readStartTag();
  };

  const scan = (isLast: boolean): void => {
    while (at < text.length) {
      const isMarkup = text.charCodeAt(at) === LESS;
      const next = isMarkup ? readMarkup() : readText(isLast);
      if (next === MORE || next === at) return;
      at = next;
    }
  };

  /** `\r\n` and `\r` are `\n`; a `\r` at the end waits for what follows. */
  const withLineEnds = (more: string): string => {
    if (!hasCarriageReturn && !more.includes('\r')) return more;
    const all = hasCarriageReturn ? `\r${more}` : more;
    hasCarriageReturn = all.endsWith('\r');
    return (hasCarriageReturn ? all.slice(0, -1) : all).replace(/\r\n?/g, '\n');
  };

  /** Scans what is at hand once it is long enough that scanning an unfinished token anew costs no more than its length. */
  const take = (more: string, isLast: boolean): void => {
    waiting.push(more);
    waitingLength += more.length;
    if (!isLast && waitingLength < needed) return;
    const fresh = waiting.join('');
    waiting = [];
    waitingLength = 0;
    linesBefore = countLines(at);
    if (at > 0) isStart = false;
    text = at < text.length ? text.slice(at) + fresh : fresh;
    at = 0;
    const bad = UNLAWFUL.exec(fresh);
    if (bad) {
      const where = text.length - fresh.length + bad.index;
      throw fault('has a character that XML does not allow there', where);
    }
    scan(isLast);
    needed = text.length - at;
    if (needed > limits.textLength) throw fault('has an overlong piece of markup or text');
  };

  return {
    write: (more) => take(withLineEnds(more), false),
    end: () => {
      take(hasCarriageReturn ? '\n' : '', true);
      if (at < text.length) throw fault('ends in the middle of its markup, so it is cut short');
      if (open.length > 0) throw fault('ends before every element is closed, so it is cut short');
      if (!hasRoot) throw fault('holds no XML element');
    },
    line: () => countLines(at) + 1,
  };
};
