import { isAscii, isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { wrongEncoding } from '../../errors.ts';
import { decoderOf } from '../charset.ts';
import { firstNonUtf8, unfinished } from '../encoding.ts';
import { headOf } from '../magic.ts';
import { xmlEncoding } from './prolog.ts';

/** Bytes read at once, and those that become one string: what is much longer costs an allocation apart each time. */
const READ_BYTES = 1 << 18;
const CHUNK_BYTES = 1 << 16;
const HEAD_BYTES = 1_024;

/** Decodes one chunk after another; throws the offset of the first bad byte within the chunk, as far as it can be told. */
interface Decoder {
  readonly decode: (chunk: Buffer) => string;
  /** What is left at the end of the file. */
  readonly flush: () => string;
}

class BadByte extends Error {
  readonly at: number;
  constructor(at: number) {
    super();
    this.at = at;
  }
}

const utf8Decoder = (): Decoder => {
  let rest: Buffer = Buffer.alloc(0);
  return {
    decode: (chunk) => {
      const carried = rest.length;
      const bytes = carried > 0 ? Buffer.concat([rest, chunk]) : chunk;
      if (isAscii(bytes)) {
        rest = Buffer.alloc(0);
        return bytes.toString('latin1');
      }
      const cut = bytes.length - unfinished(bytes);
      const whole = bytes.subarray(0, cut);
      if (!isUtf8(whole)) throw new BadByte(firstNonUtf8(whole) - carried);
      rest = Buffer.from(bytes.subarray(cut));
      return whole.toString('utf8');
    },
    flush: () => {
      if (rest.length > 0) throw new BadByte(-rest.length);
      return '';
    },
  };
};

/** Encodings in which a byte below 128 is that ASCII character whatever stands before it. */
const isSingleByte = (encoding: string): boolean =>
  /^(windows-|iso-8859-|macintosh|x-mac-|koi8-|ibm866|cp\d|us-ascii)/.test(encoding);

const otherDecoder = (encoding: string): Decoder => {
  const decoder = decoderOf(encoding);
  const isEasy = isSingleByte(encoding);
  const firstBad = (chunk: Buffer): number =>
    isEasy ? chunk.findIndex((byte) => decoder.write(Uint8Array.of(byte)) === undefined) : 0;
  return {
    decode: (chunk) => {
      if (isEasy && isAscii(chunk)) return chunk.toString('latin1');
      const text = decoder.write(chunk);
      if (text === undefined) throw new BadByte(firstBad(chunk));
      return text;
    },
    flush: () => {
      const text = decoder.end();
      if (text === undefined) throw new BadByte(0);
      return text;
    },
  };
};

const lineAt = async (path: string, offset: number): Promise<number> => {
  let line = 1;
  if (offset === 0) return line;
  for await (const chunk of createReadStream(path, { end: offset - 1 })) {
    for (const byte of chunk) if (byte === 10) line += 1;
  }
  return line;
};

/** The bytes of a file in one buffer that is filled again and again: new ones cost more than reading. */
async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const handle = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, READ_BYTES);
      if (bytesRead === 0) return;
      for (let from = 0; from < bytesRead; from += CHUNK_BYTES) {
        yield buffer.subarray(from, Math.min(from + CHUNK_BYTES, bytesRead));
      }
    }
  } finally {
    await handle.close();
  }
}

/** A document as text, chunk by chunk, without its byte order mark. Throws WRONG_ENCODING with offset and line. */
export const decodedXml = async function* (path: string, label: string): AsyncGenerator<string> {
  const encoding = xmlEncoding(headOf(path, HEAD_BYTES), label);
  const decoder = encoding === 'utf-8' ? utf8Decoder() : otherDecoder(encoding);
  let offset = 0;
  try {
    for await (const chunk of chunksOf(path)) {
      const text = decoder.decode(chunk);
      yield offset === 0 && text.startsWith('\ufeff') ? text.slice(1) : text;
      offset += chunk.length;
    }
    yield decoder.flush();
  } catch (cause) {
    if (!(cause instanceof BadByte)) throw cause;
    const bad = offset + cause.at;
    throw wrongEncoding(label, encoding, bad, await lineAt(path, bad), undefined);
  }
};
