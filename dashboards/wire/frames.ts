import type { FrameHeader, ResultFrame } from './types.ts';

const lengthBytes = 4;

function isHeader(value: unknown): value is FrameHeader {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'ok' in value &&
    typeof value.ok === 'boolean'
  );
}

function parseHeader(bytes: Uint8Array): FrameHeader {
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (!isHeader(header)) throw new TypeError('A result frame has no id or no ok in its header.');
  return header;
}

function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right;
  const joined = new Uint8Array(left.length + right.length);
  joined.set(left);
  joined.set(right, left.length);
  return joined;
}

interface Cut {
  readonly frame: ResultFrame;
  readonly end: number;
}

function cut(bytes: Uint8Array): Cut | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < lengthBytes) return undefined;
  const headerEnd = lengthBytes + view.getUint32(0, true);
  if (bytes.length < headerEnd + lengthBytes) return undefined;
  const bodyStart = headerEnd + lengthBytes;
  const end = bodyStart + view.getUint32(headerEnd, true);
  if (bytes.length < end) return undefined;
  const header = parseHeader(bytes.subarray(lengthBytes, headerEnd));
  return { frame: { header, body: bytes.slice(bodyStart, end) }, end };
}

/**
 * Yields each result frame as soon as its last byte has arrived: `u32le` header length, JSON
 * header, `u32le` body length, Arrow IPC stream.
 *
 * @throws TypeError when the bytes end inside a frame.
 */
export async function* readFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ResultFrame> {
  let pending: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    pending = join(pending, chunk);
    for (let next = cut(pending); next; next = cut(pending)) {
      yield next.frame;
      pending = pending.subarray(next.end);
    }
  }
  if (pending.length > 0) throw new TypeError('The answer ended inside a result frame.');
}

/** The chunks of a response body, released when the reader stops early. */
export async function* readChunks(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const reader = body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    reader.releaseLock();
  }
}
