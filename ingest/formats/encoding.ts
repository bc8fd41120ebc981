import { isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { chunksOf } from '../chunks.ts';
import { badProfile, holdsNul, wrongEncoding } from '../errors.ts';
import { charsetOf, decoderOf } from './charset.ts';
import { headOf } from './magic.ts';

/** Where a message about bytes belongs: the file, and the profile that could declare its encoding, if one could. */
export interface Place {
  readonly label: string;
  readonly profile?: string;
}

const MARKS: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The encoding that a byte order mark declares. */
export const markedEncoding = (head: Buffer): string | undefined =>
  MARKS.find(([, mark]) => mark.every((byte, index) => head[index] === byte))?.[0];

const CHUNK_BYTES = 2 ** 16;

/** Length of an unfinished UTF-8 character at the end of a chunk. */
export const unfinished = (chunk: Buffer): number => {
  for (let back = 1; back <= Math.min(3, chunk.length); back += 1) {
    const byte = chunk[chunk.length - back] ?? 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
    if (byte < 0x80) return 0;
  }
  return 0;
};

const LF = 10;

const lines = (bytes: Buffer): number => {
  let count = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count += 1;
  return count;
};

/** Where the first character that cannot be decoded begins, found by halving. */
const firstBad = (bytes: Buffer, isValid: (part: Buffer) => boolean): number => {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const part = bytes.subarray(0, middle);
    if (isValid(part)) good = middle;
    else bad = middle;
  }
  return good - unfinished(bytes.subarray(0, good));
};

const isWhole = (part: Buffer): boolean => isUtf8(part.subarray(0, part.length - unfinished(part)));

/** Where the first character that is not UTF-8 begins, in bytes that are known to hold one. */
export const firstNonUtf8 = (bytes: Buffer): number => firstBad(bytes, isWhole);

/** The line that a byte stands in, from 1: counted only for a message. */
const lineAt = async (path: string, offset: number): Promise<number> => {
  if (offset === 0) return 1;
  let line = 1;
  for await (const chunk of createReadStream(path, { end: offset - 1 })) line += lines(chunk);
  return line;
};

/**
 * Bytes of a letter that was taken for two and encoded again: a second one that is a control character, or after Ã one that
 * follows it in no text (guillemets and blanks may).
 */
const TWICE_ENCODED = /\xc3[\x82-\x85]\xc2[\x80-\x9f]|\xc3\x83\xc2[\xa1-\xaa\xac-\xba\xbc-\xbf]/;

const LEAD = 0xc3;

/** Looks at the bytes of a file that shall be UTF-8, chunk by chunk in their order. */
export interface Utf8Watch {
  /** Throws WRONG_ENCODING where a byte is not UTF-8, or is NUL. */
  see(chunk: Buffer): Promise<void>;
  /** Whether the file held letters that were encoded twice. Throws WRONG_ENCODING where it ends within a character. */
  end(): Promise<boolean>;
}

export const watchUtf8 = (path: string, place: Place): Utf8Watch => {
  const refuse = async (at: number): Promise<never> => {
    throw wrongEncoding(place.label, 'UTF-8', at, await lineAt(path, at), place.profile);
  };
  let offset = 0;
  let rest: Buffer = Buffer.alloc(0);
  let isTwice = false;
  return {
    see: async (chunk) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const cut = bytes.length - unfinished(bytes);
      const whole = bytes.subarray(0, cut);
      if (!isUtf8(whole)) await refuse(offset + firstNonUtf8(whole));
      const nul = whole.indexOf(0);
      if (nul >= 0) {
        const at = offset + nul;
        throw holdsNul(place.label, at, await lineAt(path, at), place.profile);
      }
      isTwice ||= whole.includes(LEAD) && TWICE_ENCODED.test(whole.toString('latin1'));
      offset += cut;
      rest = Buffer.from(bytes.subarray(cut));
    },
    end: async () => {
      if (rest.length > 0) await refuse(offset);
      return isTwice;
    },
  };
};

const watchWhole = async (path: string, watch: Utf8Watch): Promise<boolean> => {
  for await (const chunk of chunksOf(path)) await watch.see(chunk);
  return watch.end();
};

/** Reads the whole file and tells whether it holds letters that were encoded twice. Throws WRONG_ENCODING. */
export const checkUtf8 = (path: string, place: Place): Promise<boolean> =>
  watchWhole(path, watchUtf8(path, place));

/** Where the first character that cannot be decoded stands, found by reading again, byte by byte in the chunk at `from`. */
const firstUndecodable = async (path: string, charset: string, from: number): Promise<number> => {
  const decoder = decoderOf(charset);
  let offset = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    const bytes: Buffer = chunk;
    if (offset < from) decoder.write(bytes);
    else
      for (let at = 0; at < bytes.length; at += 1)
        if (decoder.write(bytes.subarray(at, at + 1)) === undefined) return offset + at;
    offset += bytes.length;
  }
  return offset;
};

/**
 * The text of a file in a declared encoding, chunk by chunk.
 * Throws WRONG_ENCODING naming the byte where an undecodable or NUL character ends.
 */
export const decoded = async function* (
  path: string,
  encoding: string,
  place: Place,
): AsyncGenerator<string> {
  const charset = charsetOf(encoding);
  if (charset === undefined)
    throw badProfile(place.profile ?? place.label, `nobody knows the encoding ${encoding}`);
  const decoder = decoderOf(charset);
  const refuse = async (at: number): Promise<never> => {
    throw wrongEncoding(place.label, encoding, at, await lineAt(path, at), place.profile);
  };
  let offset = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    const bytes: Buffer = chunk;
    const text =
      decoder.write(bytes) ?? (await refuse(await firstUndecodable(path, charset, offset)));
    if (text.includes('\0')) {
      const at = offset + Math.max(0, bytes.indexOf(0));
      throw holdsNul(place.label, at, await lineAt(path, at), place.profile);
    }
    yield text;
    offset += bytes.length;
  }
  yield decoder.end() ?? (await refuse(offset));
};

/** A file in strict UTF-8 and what it was delivered in. */
export interface Utf8File {
  readonly path: string;
  readonly encoding: string;
  /** Whether it holds letters that were encoded twice before it was delivered. */
  readonly isTwiceEncoded: boolean;
}

/**
 * What a file is encoded in: a byte order mark wins over the declared encoding, which wins over UTF-8; nothing is guessed.
 */
const encodingOf = (path: string, declared: string | undefined): string => {
  const encoding = markedEncoding(headOf(path, 3)) ?? declared?.toLowerCase() ?? 'utf-8';
  return encoding === 'utf8' ? 'utf-8' : encoding;
};

/** A file in UTF-8. Where it was delivered so, its reader shows `watch` every byte; a transcoded one needs none. */
export interface UnseenFile {
  readonly path: string;
  readonly encoding: string;
  readonly watch?: Utf8Watch;
}

/**
 * The file in UTF-8: itself where it shall be so already, else transcoded to `target`. Throws WRONG_ENCODING naming the
 * first bad byte of a transcoded one, BAD_PROFILE for an encoding that nobody knows.
 */
export const inUtf8 = async (
  path: string,
  declared: string | undefined,
  target: string,
  place: Place,
): Promise<UnseenFile> => {
  const encoding = encodingOf(path, declared);
  if (encoding === 'utf-8') return { path, encoding, watch: watchUtf8(path, place) };
  await pipeline(Readable.from(decoded(path, encoding, place)), createWriteStream(target));
  return { path: target, encoding };
};

/** As `inUtf8`, looked at from end to end: the file is strict UTF-8. */
export const toUtf8 = async (
  path: string,
  declared: string | undefined,
  target: string,
  place: Place,
): Promise<Utf8File> => {
  const { watch, ...file } = await inUtf8(path, declared, target, place);
  return { ...file, isTwiceEncoded: watch ? await watchWhole(file.path, watch) : false };
};
