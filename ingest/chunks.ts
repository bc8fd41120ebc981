import { open } from 'node:fs/promises';

/** Bytes of a chunk: few calls, and it stays in the processor's cache while it is looked at. */
const CHUNK_BYTES = 1 << 20;

/**
 * The bytes of a file, chunk by chunk in one buffer: a chunk is good until the next is asked for. A stream's fresh buffers
 * cost more than reading. `bytes` is the length of the file, where known, so that a small one takes a small buffer.
 */
export async function* chunksOf(path: string, bytes = CHUNK_BYTES): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, bytes + 1));
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
