/** A number by the characters it was delivered in. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type JsonObject = Map<string, Json>;
export type Json = null | boolean | string | JsonNumber | JsonObject | Json[];

/** What is wrong with a text that is not JSON; never holds its values. */
export interface JsonFault {
  readonly fault: string;
}

/** How deep arrays and objects may nest. */
export const JSON_DEPTH = 128;

export const isObject = (value: Json | undefined): value is JsonObject => value instanceof Map;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LONE_SURROGATE = /\p{Surrogate}/u;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class Fault extends Error {}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Strict JSON (RFC 8259) from one string; a key that stands twice in one object is a fault, because one value would be lost. */
class Parser {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): Json {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) throw this.fault('text follows the end of the JSON value');
    return value;
  }

  private fault(what: string): Fault {
    return new Fault(`${what} (character ${this.at + 1})`);
  }

  private space(): void {
    for (; this.at < this.text.length; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  private value(depth: number): Json {
    this.space();
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth + 1);
      case '[':
        return this.array(depth + 1);
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  private word<T extends Json>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw this.fault('no JSON value');
    this.at += word.length;
    return value;
  }

  private number(): JsonNumber {
    NUMBER.lastIndex = this.at;
    const text = NUMBER.exec(this.text)?.[0];
    if (text === undefined) {
      const isEnd = this.at >= this.text.length;
      throw this.fault(isEnd ? 'the JSON text ends early' : 'no JSON value');
    }
    this.at += text.length;
    return new JsonNumber(text);
  }

  private string(): string {
    const from = this.at + 1;
    for (let index = from; index < this.text.length; index += 1) {
      const code = this.text.charCodeAt(index);
      if (code === QUOTE) {
        this.at = index + 1;
        return this.text.slice(from, index);
      }
      if (code === BACKSLASH) return this.escapedString(from, index);
      if (code < 0x20) throw this.fault('a control character stands bare in a string');
    }
    throw this.fault('a string is opened and never closed');
  }

  private escapedString(from: number, firstEscape: number): string {
    const parts = [this.text.slice(from, firstEscape)];
    this.at = firstEscape;
    while (this.at < this.text.length) {
      const code = this.text.charCodeAt(this.at);
      if (code === QUOTE) {
        this.at += 1;
        const value = parts.join('');
        if (LONE_SURROGATE.test(value)) throw this.fault('an escape is half a character');
        return value;
      }
      if (code === BACKSLASH) parts.push(this.escape());
      else if (code < 0x20) throw this.fault('a control character stands bare in a string');
      else parts.push(this.plain());
    }
    throw this.fault('a string is opened and never closed');
  }

  private plain(): string {
    const from = this.at;
    while (this.at < this.text.length) {
      const code = this.text.charCodeAt(this.at);
      if (code === QUOTE || code === BACKSLASH || code < 0x20) break;
      this.at += 1;
    }
    return this.text.slice(from, this.at);
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? '';
    if (letter === 'u') {
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.fault('an escape in a string is not JSON');
      this.at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const character = ESCAPES[letter];
    if (character === undefined) throw this.fault('an escape in a string is not JSON');
    this.at += 2;
    return character;
  }

  private open(depth: number): void {
    if (depth > JSON_DEPTH)
      throw this.fault(`arrays and objects nest deeper than ${JSON_DEPTH} levels`);
    this.at += 1;
    this.space();
  }

  /** Whether another item follows; passes the comma or the closing bracket. */
  private hasNext(closing: string): boolean {
    this.space();
    const character = this.text[this.at];
    if (character !== ',' && character !== closing)
      throw this.fault(
        character === undefined ? 'the JSON text ends early' : `"," or "${closing}" is missing`,
      );
    this.at += 1;
    return character === ',';
  }

  private array(depth: number): Json[] {
    this.open(depth);
    const items: Json[] = [];
    if (this.text[this.at] === ']') {
      this.at += 1;
      return items;
    }
    do items.push(this.value(depth));
    while (this.hasNext(']'));
    return items;
  }

  private object(depth: number): JsonObject {
    this.open(depth);
    const object: JsonObject = new Map();
    if (this.text[this.at] === '}') {
      this.at += 1;
      return object;
    }
    do {
      this.space();
      if (this.text[this.at] !== '"') throw this.fault('a key of an object is missing');
      const key = this.string();
      this.space();
      if (this.text[this.at] !== ':') throw this.fault('":" after a key is missing');
      this.at += 1;
      if (object.has(key)) throw this.fault('a key stands twice in one object');
      object.set(key, this.value(depth));
    } while (this.hasNext('}'));
    return object;
  }
}

/** The JSON value of a whole text, or what is wrong with the text. */
export const parseJson = (text: string): { readonly value: Json } | JsonFault => {
  try {
    return { value: new Parser(text).document() };
  } catch (cause) {
    if (cause instanceof Fault) return { fault: cause.message };
    throw cause;
  }
};

/** Compact JSON text, numbers in their own characters. */
export const writeJson = (value: Json): string => {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (value instanceof Map)
    return `{${Array.from(value, ([key, each]) => `${JSON.stringify(key)}:${writeJson(each)}`).join(',')}}`;
  return JSON.stringify(value);
};

/** A cell's text: a scalar as delivered, an array or object as JSON, null where there is nothing. */
export const cellText = (value: Json | undefined): string | null => {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return value instanceof JsonNumber ? value.text : writeJson(value);
};

/** A copy whose parts can be taken without harm to the original. */
export const copyJson = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(copyJson);
  if (!isObject(value)) return value;
  return new Map(Array.from(value, ([key, each]) => [key, copyJson(each)]));
};
