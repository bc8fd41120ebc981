import { stringRepr } from '../values/string-repr.ts';
import { SyntaxFault } from './fault.ts';
import { Lines } from './lines.ts';
import { unquote } from './string-literal.ts';
import type { Token, TokenType } from './tokens.ts';

const space = /\s+/y;
const float = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?[eE][+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/y;
const integer =
  /0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+|[1-9](?:_?\d)*|0(?:_?0)*/y;
const name = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}_]*/uy;
const string = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y;
const operator = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;
const rawBegin = /\{%[-+]?\s*raw\s*(-?)%\}/y;
const rawEnd = /\{%([-+]?)\s*endraw\s*(-?)\+?%\}/g;
const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Line ends become `\n` and one at the very end is dropped, as Jinja does by default. */
export function normalise(source: string): string {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

/** Splits a normalised template into tokens, the last of type `eof`. */
export function tokenize(source: string): Token[] {
  return new Lexer(source).run();
}

class Lexer {
  readonly #source: string;
  readonly #lines: Lines;
  readonly #tokens: Token[] = [];
  #offset = 0;
  /** The tag before ended in `-`, so the text that follows loses its leading white space. */
  #trimNext = false;

  constructor(source: string) {
    this.#source = source;
    this.#lines = new Lines(source);
  }

  run(): Token[] {
    while (this.#offset < this.#source.length) this.#root();
    this.#push('eof', '', this.#source.length, this.#source.length);
    return this.#tokens;
  }

  #root(): void {
    const begin = this.#nextTag();
    const sign = this.#source[begin + 2];
    this.#text(begin, sign === '-' && begin < this.#source.length);
    if (begin >= this.#source.length) return;
    const opener = this.#source.slice(begin, begin + 2);
    if (opener === '{#') this.#comment(begin);
    else if (opener === '{%' && this.#match(rawBegin, begin) !== null) this.#raw(begin);
    else this.#open(begin, opener, sign);
  }

  #open(begin: number, opener: string, sign: string | undefined): void {
    const signed = sign === '-' || sign === '+';
    this.#offset = begin + (signed ? 3 : 2);
    const block = opener === '{%';
    this.#push(block ? 'block_begin' : 'variable_begin', opener, begin, this.#offset);
    this.#tag(block);
  }

  #nextTag(): number {
    for (let at = this.#source.indexOf('{', this.#offset); at !== -1; ) {
      const following = this.#source[at + 1];
      if (following === '{' || following === '%' || following === '#') return at;
      at = this.#source.indexOf('{', at + 1);
    }
    return this.#source.length;
  }

  #text(end: number, trimEnd: boolean): void {
    let start = this.#offset;
    let text = this.#source.slice(start, end);
    if (this.#trimNext) {
      const trimmed = text.trimStart();
      start += text.length - trimmed.length;
      text = trimmed;
    }
    if (trimEnd) text = text.trimEnd();
    this.#trimNext = false;
    if (text !== '') this.#push('text', text, start, end);
    this.#offset = end;
  }

  #comment(begin: number): void {
    const end = this.#source.indexOf('#}', begin + 2);
    if (end === -1) this.#fail('Missing end of comment tag', begin);
    this.#trimNext = end > begin + 2 && this.#source[end - 1] === '-';
    this.#offset = end + 2;
  }

  #raw(begin: number): void {
    const opening = this.#match(rawBegin, begin);
    const from = begin + (opening?.[0].length ?? 0);
    rawEnd.lastIndex = from;
    const closing = rawEnd.exec(this.#source);
    if (closing === null) this.#fail('Missing end of raw directive', begin);
    this.#offset = from;
    this.#trimNext = opening?.[1] === '-';
    this.#text(closing.index, closing[1] === '-');
    this.#offset = closing.index + closing[0].length;
    this.#trimNext = closing[2] === '-';
  }

  #tag(block: boolean): void {
    const closing = block ? '%}' : '}}';
    const open: string[] = [];
    while (this.#offset < this.#source.length) {
      const skipped = this.#match(space, this.#offset);
      if (skipped) this.#offset += skipped[0].length;
      if (open.length === 0 && this.#end(closing, block)) return;
      if (this.#offset < this.#source.length) this.#inner(open);
    }
  }

  #end(closing: string, block: boolean): boolean {
    const at = this.#offset;
    const character = this.#source[at];
    const signed = character === '-' || (block && character === '+');
    const bare = signed ? at + 1 : at;
    if (!this.#source.startsWith(closing, bare)) return false;
    this.#offset = bare + 2;
    this.#trimNext = character === '-';
    this.#push(block ? 'block_end' : 'variable_end', closing, at, this.#offset);
    return true;
  }

  #inner(open: string[]): void {
    const at = this.#offset;
    if (this.#take(float, 'float') || this.#take(integer, 'int')) return;
    if (this.#take(name, 'name') || this.#take(string, 'string')) return;
    const found = this.#match(operator, at)?.[0];
    if (found === undefined) {
      const character = stringRepr(this.#source[at] ?? '');
      this.#fail(`unexpected char ${character} at ${at}`, at);
    }
    const closer = closers[found];
    if (closer !== undefined) open.push(closer);
    if (found === ')' || found === ']' || found === '}') {
      const expected = open.pop();
      if (expected === undefined) this.#fail(`unexpected '${found}'`, at);
      if (expected !== found) this.#fail(`unexpected '${found}', expected '${expected}'`, at);
    }
    this.#offset += found.length;
    this.#push('operator', found, at, this.#offset);
  }

  #take(pattern: RegExp, type: TokenType): boolean {
    const found = this.#match(pattern, this.#offset)?.[0];
    if (found === undefined) return false;
    if (type === 'float' && this.#source[this.#offset - 1] === '.') return false;
    const start = this.#offset;
    this.#offset += found.length;
    this.#push(type, type === 'string' ? unquote(found) : found, start, this.#offset);
    return true;
  }

  #match(pattern: RegExp, at: number): RegExpExecArray | null {
    pattern.lastIndex = at;
    return pattern.exec(this.#source);
  }

  #push(type: TokenType, value: string, start: number, end: number): void {
    this.#tokens.push({ type, value, at: this.#lines.position(start), start, end });
  }

  #fail(message: string, offset: number): never {
    throw new SyntaxFault(message, this.#lines.position(offset));
  }
}
