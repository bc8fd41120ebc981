import { malformedFile } from '../errors.ts';
import { JSON_DEPTH, type Json, parseJson } from './json-tree.ts';
import { LONGEST_TEXT } from './text-stream.ts';

/** One value of a streamed document: where it stands and, for an item of a streamed array, its place from 0. */
export interface JsonPart {
  /** Keys from the root; `[]` for the root itself. */
  readonly path: readonly string[];
  readonly index: number | undefined;
  readonly value: Json;
}

/** Reads through chunks of text and cuts single values out of it, holding no more than one of them. */
class Scanner {
  private text = '';
  private at = 0;
  private passed = 0;
  private readonly chunks: AsyncIterator<string>;
  private readonly label: string;

  constructor(chunks: AsyncIterable<string>, label: string) {
    this.chunks = chunks[Symbol.asyncIterator]();
    this.label = label;
  }

  malformed(what: string) {
    return malformedFile(this.label, `${what} (character ${this.passed + this.at + 1})`);
  }

  /** Lets go of the file, also before its end. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  /** Replaces the text, which has been read to its end, by the next chunk. */
  private async more(): Promise<boolean> {
    this.passed += this.text.length;
    this.at = 0;
    const next = await this.chunks.next();
    this.text = next.done ? '' : next.value;
    return !next.done;
  }

  /** The next character that is not white space, or undefined at the end. */
  async peek(): Promise<string | undefined> {
    do {
      for (; this.at < this.text.length; this.at += 1) {
        const code = this.text.charCodeAt(this.at);
        if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09)
          return this.text[this.at];
      }
    } while (await this.more());
    return undefined;
  }

  pass(): void {
    this.at += 1;
  }

  async expect(wanted: string): Promise<string> {
    const character = await this.peek();
    if (character === undefined) throw this.malformed('the JSON text ends early');
    if (!wanted.includes(character))
      throw this.malformed(`${[...wanted].map((each) => `"${each}"`).join(' or ')} is missing`);
    this.pass();
    return character;
  }

  /** The next whole value. */
  async value(): Promise<Json> {
    const first = await this.peek();
    if (first === undefined) throw this.malformed('the JSON text ends early');
    const start = this.passed + this.at;
    const text = '{["'.includes(first) ? await this.bracketed() : await this.bare();
    const parsed = parseJson(text);
    if ('fault' in parsed)
      throw malformedFile(
        this.label,
        `${parsed.fault.replace(/ \(character \d+\)$/, '')} (in the value at character ${start + 1})`,
      );
    return parsed.value;
  }

  /** A number or word, up to what ends it. */
  private async bare(): Promise<string> {
    let text = '';
    do {
      const from = this.at;
      while (this.at < this.text.length && !',]}: \n\r\t'.includes(this.text.charAt(this.at)))
        this.at += 1;
      text += this.text.slice(from, this.at);
      if (text.length > 4_096) throw this.malformed('no JSON value');
    } while (this.at >= this.text.length && (await this.more()));
    return text;
  }

  /** A string, array or object up to its end, brackets counted but not matched: parsing does that. */
  private async bracketed(): Promise<string> {
    const parts: string[] = [];
    let length = 0;
    let depth = 0;
    let isQuoted = false;
    let isEscaped = false;
    do {
      const from = this.at;
      for (; this.at < this.text.length; this.at += 1) {
        const code = this.text.charCodeAt(this.at);
        if (isQuoted) {
          if (isEscaped) isEscaped = false;
          else if (code === 0x5c) isEscaped = true;
          else if (code === 0x22) isQuoted = false;
        } else if (code === 0x22) isQuoted = true;
        else if (code === 0x7b || code === 0x5b) depth += 1;
        else if (code === 0x7d || code === 0x5d) depth -= 1;
        if (depth === 0 && !isQuoted) {
          this.at += 1;
          parts.push(this.text.slice(from, this.at));
          return parts.join('');
        }
        if (depth > JSON_DEPTH)
          throw this.malformed(`arrays and objects nest deeper than ${JSON_DEPTH} levels`);
      }
      parts.push(this.text.slice(from));
      length += this.text.length - from;
      if (length > LONGEST_TEXT) throw this.malformed('one value is longer than 64 Mi characters');
    } while (await this.more());
    throw this.malformed('the JSON text ends early');
  }
}

/** Which way a value is read: its items one at a time, its members each on their own, or whole. */
type Way = 'items' | 'members' | 'whole';

const wayOf = (path: readonly string[], streamed: readonly string[], opening: string): Way => {
  const isUnder = (wanted: readonly string[]): boolean =>
    path.every((key, index) => wanted[index] === key || wanted[index] === '*');
  const wanted = streamed
    .map((each) => (each === '' ? [] : each.split('.')))
    .filter((each) => path.length <= each.length && isUnder(each));
  if (opening === '[' && wanted.some((each) => each.length === path.length)) return 'items';
  return opening === '{' && wanted.some((each) => each.length > path.length) ? 'members' : 'whole';
};

const walk = async function* (
  scanner: Scanner,
  path: readonly string[],
  streamed: readonly string[],
): AsyncGenerator<JsonPart> {
  const opening = (await scanner.peek()) ?? '';
  const way = wayOf(path, streamed, opening);
  if (way === 'whole') {
    yield { path, index: undefined, value: await scanner.value() };
    return;
  }
  scanner.pass();
  const closing = way === 'items' ? ']' : '}';
  if ((await scanner.peek()) === closing) {
    scanner.pass();
    return;
  }
  const seen = new Set<string>();
  let index = 0;
  do {
    if (way === 'items') yield { path, index, value: await scanner.value() };
    else {
      const key = (await scanner.peek()) === '"' ? await scanner.value() : undefined;
      if (typeof key !== 'string') throw scanner.malformed('a key of an object is missing');
      if (seen.has(key)) throw scanner.malformed('a key stands twice in one object');
      seen.add(key);
      await scanner.expect(':');
      yield* walk(scanner, [...path, key], streamed);
    }
    index += 1;
  } while ((await scanner.expect(`,${closing}`)) === ',');
};

/**
 * The values of one JSON document, in order, holding one at a time. `streamed` names arrays whose items are given one by
 * one, as keys joined by dots, `*` for any key, '' for a root that is an array (`entry`, `clinicalData.itemGroupData.*.itemData`);
 * objects on the way are opened, every other member comes whole. Throws MALFORMED_FILE.
 */
export const jsonParts = async function* (
  chunks: AsyncIterable<string>,
  label: string,
  streamed: readonly string[],
): AsyncGenerator<JsonPart> {
  const scanner = new Scanner(chunks, label);
  try {
    yield* walk(scanner, [], streamed);
    if ((await scanner.peek()) !== undefined)
      throw scanner.malformed('text follows the end of the JSON document');
  } finally {
    await scanner.close();
  }
};
