import type { FrameHeader } from '../../dashboards/wire/types.ts';

/** One result frame as the server writes it. */
export function encodeFrame(header: FrameHeader, body: Uint8Array): Uint8Array {
  const text = Buffer.from(JSON.stringify(header));
  const headerLength = Buffer.alloc(4);
  headerLength.writeUInt32LE(text.length);
  const bodyLength = Buffer.alloc(4);
  bodyLength.writeUInt32LE(body.length);
  return Buffer.concat([headerLength, text, bodyLength, body]);
}
