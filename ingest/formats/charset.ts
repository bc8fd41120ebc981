import iconv from 'iconv-lite';

/** Turns the bytes of one text into characters, chunk by chunk. */
export interface CharacterDecoder {
  /** The text of the next bytes, or undefined where they cannot be decoded. */
  write(bytes: Uint8Array): string | undefined;
  end(): string | undefined;
}

/** WHATWG reads these names as windows-1252; here they are what they say, so bytes 0x80 to 0x9f are refused. */
const LATIN_1 = new Set(['iso-8859-1', 'iso8859-1', 'iso88591', 'latin1', 'latin-1', 'l1']);
const ASCII = new Set(['us-ascii', 'ascii', 'ansi-x3.4-1968', 'iso646-us']);
/** secuTrial and Java write `MacRoman`. */
const MACINTOSH = new Set(['macroman', 'mac-roman', 'x-mac-roman', 'macintosh']);

const SINGLE_BYTE =
  /^(windows-\d+|iso-?8859-?\d+(-i)?|koi8-[ru]|ibm\d+|cp\d+|x-mac-cyrillic|us-ascii)$/;

/** What no byte of a single-byte encoding stands for in a text: the mark of a failure, and control characters. */
const UNDEFINED = /[\u0080-\u009f\ufffd]/;

const whatwg = (name: string): string | undefined => {
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
};

/** The encoding's name here, or undefined where nobody knows it. */
export const charsetOf = (name: string): string | undefined => {
  const key = name.trim().toLowerCase().replaceAll('_', '-');
  if (LATIN_1.has(key)) return 'iso-8859-1';
  if (ASCII.has(key)) return 'us-ascii';
  if (MACINTOSH.has(key)) return 'macintosh';
  const known = whatwg(key);
  if (known !== undefined) return known;
  const bare = key.replace(/^(ibm|cp)-?/, 'cp');
  return /^cp\d+$/.test(bare) && iconv.encodingExists(bare) ? bare : undefined;
};

const singleByteDecoder = (charset: string): CharacterDecoder => {
  const checked = (text: string): string | undefined => (UNDEFINED.test(text) ? undefined : text);
  const isAscii = charset === 'us-ascii';
  return {
    write: (bytes) => {
      if (isAscii && bytes.some((byte) => byte > 0x7f)) return undefined;
      return checked(
        iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), charset),
      );
    },
    end: () => '',
  };
};

/**
 * secuTrial's UTF-16 has a byte order mark before every field, as writers do that open an encoder for each string. Within a
 * text the character has had no other use since Unicode 3.2, so all of them are dropped.
 */
const withoutMarks = (charset: string, text: string): string =>
  charset.startsWith('utf-16') ? text.replaceAll('\ufeff', '') : text;

const textDecoder = (charset: string): CharacterDecoder => {
  const decoder = new TextDecoder(charset, { fatal: true });
  const attempt = (decode: () => string): string | undefined => {
    try {
      return withoutMarks(charset, decode());
    } catch {
      return undefined;
    }
  };
  return {
    write: (bytes) => attempt(() => decoder.decode(bytes, { stream: true })),
    end: () => attempt(() => decoder.decode()),
  };
};

/** A strict decoder of an encoding that `charsetOf` knows. */
export const decoderOf = (charset: string): CharacterDecoder =>
  SINGLE_BYTE.test(charset) && iconv.encodingExists(charset)
    ? singleByteDecoder(charset)
    : textDecoder(charset);

/** The text of a file's first bytes, whatever cannot be decoded replaced. */
export const decodeLeniently = (bytes: Buffer, name: string): string => {
  const charset = charsetOf(name) ?? 'utf-8';
  return whatwg(charset) === charset
    ? withoutMarks(charset, new TextDecoder(charset).decode(bytes))
    : iconv.decode(bytes, charset);
};
