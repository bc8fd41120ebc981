import { readFileSync, statSync } from 'node:fs';
import { type FileReadResult, open } from 'node:fs/promises';

/** Bytes of a chunk: so many that waiting for the next costs nothing. */
const CHUNK_BYTES = 1 << 22;

/** Bytes of a file that is read sooner than another thread is asked to read it. */
export const SMALL_BYTES = 2 ** 16;

/** All bytes of a small file; nothing for another. */
export const smallContent = (path: string): Buffer | undefined => {
  const found = statSync(path);
  return found.isFile() && found.size <= SMALL_BYTES ? readFileSync(path) : undefined;
};

/**
 * The bytes of a file, chunk by chunk: one is read while the last is looked at, and is good until the next is asked for. A
 * stream's fresh buffers cost more than reading.
 */
export async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const small = smallContent(path);
  if (small) {
    if (small.length > 0) yield small;
    return;
  }
  const file = await open(path);
  let next: Promise<FileReadResult<Buffer>> | undefined;
  try {
    const bytes = Math.min(CHUNK_BYTES, Math.max(SMALL_BYTES, (await file.stat()).size));
    const read = (buffer: Buffer): Promise<FileReadResult<Buffer>> =>
      file.read(buffer, 0, buffer.length, null);
    next = read(Buffer.allocUnsafe(bytes));
    let spare: Buffer = Buffer.allocUnsafe(bytes);
    for (;;) {
      const { bytesRead, buffer } = await next;
      if (bytesRead === 0) return;
      next = read(spare);
      spare = buffer;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await next?.catch(() => undefined);
    await file.close();
  }
}
