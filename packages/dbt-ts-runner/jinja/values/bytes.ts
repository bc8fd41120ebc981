import { type HostObject, hostFunction, hostObject } from './host.ts';

const escapes: Readonly<Record<number, string>> = {
  9: '\\t',
  10: '\\n',
  13: '\\r',
  92: '\\\\',
};

/** Python bytes, as far as templates need them: `'x'.encode().decode()`, `.hex()`, printing. */
export function bytesOf(text: string): HostObject {
  const bytes = new TextEncoder().encode(text);
  return hostObject({
    type: 'bytes',
    key: text,
    attributes: {
      decode: hostFunction('decode', () => text),
      hex: hostFunction('hex', () => Buffer.from(bytes).toString('hex')),
    },
    length: () => bytes.length,
    iterate: () => bytes,
    text: () => printedBytes(bytes),
    native: bytes,
  });
}

function printedBytes(bytes: Uint8Array): string {
  const body = Array.from(bytes, printed).join('');
  const doubled = body.includes("'") && !body.includes('"');
  return doubled ? `b"${body}"` : `b'${body.replaceAll("'", "\\'")}'`;
}

function printed(byte: number): string {
  if (escapes[byte] !== undefined) return escapes[byte];
  if (byte >= 32 && byte < 127) return String.fromCharCode(byte);
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
