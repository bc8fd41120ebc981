import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { constants, inflateSync } from 'node:zlib';

export type Container = 'gzip' | 'zlib' | 'zip' | 'plain';

/** The first bytes of a file. */
export const headOf = (path: string, bytes: number): Buffer => {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(bytes, fstatSync(file).size));
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, 0));
  } finally {
    closeSync(file);
  }
};

/** A zlib stream has no magic number, only a checked pair of bytes that text could hold too: so its start must inflate. */
const isZlib = (head: Buffer): boolean => {
  if (head[0] !== 0x78 || ![0x01, 0x5e, 0x9c, 0xda].includes(head[1] ?? 0)) return false;
  try {
    return inflateSync(head, { finishFlush: constants.Z_SYNC_FLUSH }).length > 0;
  } catch {
    return false;
  }
};

/** Bytes at the start of a file that tell its container. */
export const CONTAINER_BYTES = 4_096;

/** What wraps the data, told by the first bytes and never by the name. */
export const containerOf = (head: Buffer): Container => {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) return 'zip';
  if (head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 5, 6]))) return 'zip';
  return isZlib(head) ? 'zlib' : 'plain';
};

/** The first six bytes in hex; of bzip2 more than its letters, with which a text may begin. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/^425a683[1-9]3141/, 'bzip2'],
  [/^fd377a585a00/, 'xz'],
  [/^377abcaf271c/, '7-Zip'],
  [/^28b52ffd/, 'Zstandard'],
  [/^526172211a07/, 'RAR'],
];

/** The container of bytes that are unpacked already, or that nothing here unpacks. */
export const containerWithin = (head: Buffer): string | undefined => {
  if (containerOf(head) === 'gzip') return 'gzip within gzip';
  if (head.subarray(257, 262).toString('latin1') === 'ustar') return 'tar';
  const start = head.subarray(0, 6).toString('hex');
  return FOREIGN.find(([magic]) => magic.test(start))?.[1];
};

export const isParquet = (head: Buffer): boolean =>
  head.subarray(0, 4).toString('latin1') === 'PAR1';
