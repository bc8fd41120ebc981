import { NAME, UNLAWFUL } from './character.ts';
import { XmlFault } from './fault.ts';
import type { XmlLimits } from './limits.ts';
import { decoded, noReference, REFERENCE_LENGTH } from './reference.ts';
import {
  AMPERSAND,
  BANG,
  BRACKET,
  DOUBLE,
  END,
  EQUALS,
  GREATER,
  isBlank,
  LESS,
  QUESTION,
  SINGLE,
  SLASH,
  SPACE,
} from './unit.ts';
import { isWritten, nameReader, type WrittenName } from './written-name.ts';

/** What is told of a document as it is written: names with their prefixes, nothing resolved but entities and line ends. */
export interface XmlTokens {
  /** A start tag; `attributes` are names and values in turn; `isDeclaring` says that one may declare a namespace. */
  open(name: string, attributes: readonly string[], isDeclaring: boolean): void;
  close(name: string): void;
  /** Text or CDATA of the element that is open; may come in several pieces. */
  text(piece: string): void;
  /** Blanks between two tags, which most readers pass over; default `text`. */
  blanks?(piece: string): void;
}

/** Reads XML 1.0 without document types. Fed with text, whole characters each time. Throws XmlFault. */
export interface XmlScanner {
  write(text: string): void;
  end(): void;
  /** Line of the token that was told last, from 1; counted when asked. */
  line(): number;
}

const BLANKS = /[\t\n\r]/g;

const CLOSED_DECLARATION =
  /^xml\s+version\s*=\s*(?:"1\.\d+"|'1\.\d+')(?:\s+encoding\s*=\s*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*$/;

/** `more` is asked for where a token ends beyond the text at hand. */
const MORE = -1;

export const xmlScanner = (tokens: XmlTokens, limits: XmlLimits): XmlScanner => {
  /** Text at hand, its units and END, and where the next token begins in it. Units are quicker to look at one by one. */
  let text = '';
  let units = new Uint16Array(0);
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
  const open: WrittenName[] = [];
  let attributes: string[] = [];
  const nameAt = nameReader(limits.nameLength);

  const countLines = (to: number): number => {
    let lines = linesBefore;
    for (let found = text.indexOf('\n'); found >= 0 && found < to; ) {
      lines += 1;
      found = text.indexOf('\n', found + 1);
    }
    return lines;
  };

  const fault = (why: string, where = at): XmlFault => new XmlFault(why, countLines(where) + 1);

  const unitAt = (index: number): number => units[index] ?? END;

  const tell = (piece: string, areBlanks: boolean): void => {
    if (open.length === 0) {
      const stray = piece.search(/[^\t\n ]/);
      if (stray >= 0) throw fault('has text outside the root element', at + stray);
      return;
    }
    run += piece.length;
    if (run > limits.textLength) throw fault('has an overlong text');
    if (areBlanks && tokens.blanks) tokens.blanks(piece);
    else tokens.text(piece);
  };

  /** Where the blanks that begin at `at` end. */
  const blanksEnd = (): number => {
    const all = units;
    let end = at;
    while ((all[end] ?? END) <= SPACE) end += 1;
    return end;
  };

  /** Text up to the next markup; gives where it ends, which is where it began when only more text will tell. */
  const readText = (isLast: boolean): number => {
    const blanks = blanksEnd();
    if (unitAt(blanks) === LESS) {
      tell(text.slice(at, blanks), true);
      return blanks;
    }
    const less = text.indexOf('<', blanks);
    const end = less < 0 && !isLast ? certainEnd() : less < 0 ? text.length : less;
    if (end === at) return at;
    const piece = text.slice(at, end);
    if (piece.includes(']]>')) throw fault('has "]]>" in its text');
    tell(piece.includes('&') ? decoded(piece) : piece, false);
    return end;
  };

  /** Where the text that the end of the chunk cuts is sure to be text: before half a reference, or half a "]]>". */
  const certainEnd = (): number => {
    const piece = text.slice(at);
    const reference = piece.lastIndexOf('&');
    if (reference >= 0 && piece.indexOf(';', reference) < 0) {
      if (piece.length - reference > REFERENCE_LENGTH) throw noReference();
      return at + reference;
    }
    let end = text.length;
    while (end > at && unitAt(end - 1) === BRACKET && text.length - end < 2) end -= 1;
    return end;
  };

  const closeElement = (): void => {
    run = 0;
    const name = open.pop();
    if (name) tokens.close(name.text);
  };

  /** After `</`. */
  const readEndTag = (): number => {
    const name = open.at(-1);
    if (!name) throw fault('closes an element that is not open');
    const from = at + 2;
    let end = from + name.units.length;
    if (text.length <= end && !text.includes('>', from)) return MORE;
    if (!isWritten(name, units, from)) {
      throw fault('closes an element other than the one that is open');
    }
    while (isBlank(unitAt(end))) end += 1;
    if (end >= text.length) return MORE;
    if (unitAt(end) !== GREATER) {
      throw fault('closes an element other than the one that is open');
    }
    closeElement();
    return end + 1;
  };

  /** The value that begins at `from`, after its quote; pushed onto the attributes. */
  const readValue = (from: number, quote: number): number => {
    const all = units;
    let isPlain = true;
    for (let end = from; ; end += 1) {
      const code = all[end] ?? END;
      if (code === quote) {
        const value = text.slice(from, end);
        if (value.length > limits.textLength) throw fault('has an overlong attribute value');
        attributes.push(isPlain ? value : decoded(value.replace(BLANKS, ' ')));
        return end + 1;
      }
      if (code === END) return MORE;
      if (code > LESS) continue;
      if (code === LESS) throw fault('has "<" in an attribute value');
      if (code === AMPERSAND || code < SPACE) isPlain = false;
    }
  };

  const openElement = (name: WrittenName, isEmpty: boolean, isDeclaring: boolean): void => {
    if (open.length === 0) {
      if (hasRoot) throw fault('has a second root element');
      hasRoot = true;
    }
    if (open.length >= limits.depth) throw fault('is nested too deeply');
    open.push(name);
    run = 0;
    tokens.open(name.text, attributes, isDeclaring);
    if (isEmpty) closeElement();
  };

  /** After `<`. */
  const readStartTag = (): number => {
    const name = nameAt(text, units, at + 1);
    if (!name) return MORE;
    let here = at + 1 + name.units.length;
    if (attributes.length > 0) attributes = [];
    let isDeclaring = false;
    for (;;) {
      const gap = here;
      let code = unitAt(here);
      while (isBlank(code)) {
        here += 1;
        code = unitAt(here);
      }
      if (here >= text.length) return MORE;
      if (code === GREATER) {
        openElement(name, false, isDeclaring);
        return here + 1;
      }
      if (code === SLASH) {
        if (here + 1 >= text.length) return MORE;
        if (unitAt(here + 1) !== GREATER) throw fault('has a slash within a tag');
        openElement(name, true, isDeclaring);
        return here + 2;
      }
      if (gap === here) throw fault('has attributes without a space between them');
      const attribute = nameAt(text, units, here);
      if (!attribute) return MORE;
      here += attribute.units.length;
      while (isBlank(unitAt(here))) here += 1;
      if (here >= text.length) return MORE;
      if (unitAt(here) !== EQUALS) throw fault('has an attribute without a value');
      here += 1;
      while (isBlank(unitAt(here))) here += 1;
      if (here >= text.length) return MORE;
      const quote = unitAt(here);
      if (quote !== DOUBLE && quote !== SINGLE) {
        throw fault('has an attribute value without quotes');
      }
      if (attributes.length >= 2 * limits.attributes) {
        throw fault('has an element with too many attributes');
      }
      attributes.push(attribute.text);
      isDeclaring ||= attribute.text.startsWith('xmlns');
      here = readValue(here + 1, quote);
      if (here === MORE) return MORE;
    }
  };

  /** After `<!--`. */
  const readComment = (): number => {
    const end = text.indexOf('--', at + 4);
    if (end < 0 || end + 2 >= text.length) return MORE;
    if (unitAt(end + 2) !== GREATER) throw fault('has "--" in a comment');
    return end + 3;
  };

  /** After `<![CDATA[`. */
  const readCdata = (): number => {
    const end = text.indexOf(']]>', at + 9);
    if (end < 0) return MORE;
    if (open.length === 0) throw fault('has text outside the root element');
    if (end > at + 9) tell(text.slice(at + 9, end), false);
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
    const code = unitAt(at + 1);
    if (code === SLASH) return readEndTag();
    if (code === BANG) return readDeclaration();
    if (code === QUESTION) return readInstruction();
    return code === END ? MORE : readStartTag();
  };

  const scan = (isLast: boolean): void => {
    while (at < text.length) {
      const isMarkup = unitAt(at) === LESS;
      const next = isMarkup ? readMarkup() : readText(isLast);
      if (next === MORE || next === at) return;
      at = next;
    }
  };

  const readUnits = (): void => {
    if (text.length >= units.length) units = new Uint16Array(Math.ceil(1.25 * text.length) + 1);
    Buffer.from(units.buffer).write(text, 'utf16le');
    units[text.length] = END;
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
    readUnits();
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
