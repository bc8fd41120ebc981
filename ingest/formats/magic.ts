import { open } from 'node:fs/promises';

export type Container = 'gzip' | 'zip' | 'plain';

/** The first bytes of a file. */
export const headOf = async (path: string, bytes: number): Promise<Buffer> => {
  const handle = await open(path);
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};

/** What wraps the data, told by the first bytes and never by the name. */
export const containerOf = (head: Buffer): Container => {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) return 'zip';
  if (head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 5, 6]))) return 'zip';
  return 'plain';
};

export const isParquet = (head: Buffer): boolean =>
  head.subarray(0, 4).toString('latin1') === 'PAR1';
