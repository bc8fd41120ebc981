import { readFileSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Bytes of a chunk: few calls, and it stays in the processor's cache while it is looked at. */
const CHUNK_BYTES = 1 << 20;

/** Bytes of a file that is read sooner than another thread is asked to read it. */
export const SMALL_BYTES = 2 ** 16;

/** All bytes of a small file; nothing for another. */
export const smallContent = (path: string): Buffer | undefined => {
  const found = statSync(path);
  return found.isFile() && found.size <= SMALL_BYTES ? readFileSync(path) : undefined;
};

/**
 * The bytes of a file, chunk by chunk in one buffer: a chunk is good until the next is asked for. A stream's fresh buffers
 * cost more than reading.
 */
export async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const small = smallContent(path);
  if (small) {
    if (small.length > 0) yield small;
    return;
  }
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
