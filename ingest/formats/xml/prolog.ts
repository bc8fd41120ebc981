import { unsupportedFormat, wrongEncoding } from '../../errors.ts';
import { charsetOf } from '../charset.ts';
import { markedEncoding } from '../encoding.ts';

const PROLOG_BYTES = 1_024;

/** First characters of a document, `<?` or `<` and a letter, in UTF-16 without a byte order mark. */
const unmarkedUtf16 = (head: Buffer): string | undefined => {
  if (head[0] === 0x3c && head[1] === 0 && head[3] === 0) return 'utf-16le';
  if (head[0] === 0 && head[1] === 0x3c && head[2] === 0) return 'utf-16be';
  return undefined;
};

const declaredEncoding = (head: Buffer): string | undefined => {
  const prolog = head.subarray(0, PROLOG_BYTES).toString('latin1');
  const declaration = /^<\?xml\s[^>]*?\?>/.exec(prolog)?.[0] ?? '';
  return /\sencoding\s*=\s*["']([A-Za-z][\w.:-]*)["']/.exec(declaration)?.[1]?.toLowerCase();
};

const isUnicode = (encoding: string): boolean => /^(utf-?16|ucs-2|iso-10646)/.test(encoding);

/**
 * The encoding of an XML document from its first bytes, as `charset.ts` names it: byte order mark,
 * else UTF-16 by its zero bytes, else what the prolog declares, else UTF-8.
 * Throws UNSUPPORTED_FORMAT for an encoding that cannot be read, WRONG_ENCODING for one that the prolog contradicts.
 */
export const xmlEncoding = (head: Buffer, label: string): string => {
  const evident = markedEncoding(head) ?? unmarkedUtf16(head);
  if (evident) return evident;
  const declared = declaredEncoding(head);
  if (!declared) return 'utf-8';
  if (isUnicode(declared)) throw wrongEncoding(label, declared, 0, 1, undefined);
  const known = charsetOf(declared);
  if (known !== undefined) return known;
  throw unsupportedFormat(label, 'its prolog declares an encoding that cannot be read here');
};
