import type { DuckDBVector } from '@duckdb/node-api';
import { QueryError } from '../errors.ts';
import { type RawVector, rawVector } from './raw.ts';

/** Buffers of one Arrow column, gathered from the vectors of several chunks. */
export interface ColumnBuffers {
  readonly length: number;
  readonly nullCount: number;
  readonly nullBitmap: Uint8Array | undefined;
  readonly data: Uint8Array;
  readonly offsets?: Int32Array;
}

function isValid(validity: Uint8Array | undefined, index: number): boolean {
  return validity === undefined || ((validity[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
}

/** Bitmaps put end to end: bit by bit only where a chunk does not begin on a byte. */
function joinValidity(parts: readonly RawVector[], counts: readonly number[], total: number) {
  if (parts.every(({ validity }) => validity === undefined)) {
    return { nullBitmap: undefined, nullCount: 0 };
  }
  const bitmap = new Uint8Array(((total + 63) >> 6) << 3);
  let nullCount = 0;
  let start = 0;
  for (const [part, { validity }] of parts.entries()) {
    const count = counts[part] ?? 0;
    for (let row = 0; row < count; row += 1) {
      if (isValid(validity, row)) {
        const at = start + row;
        bitmap[at >> 3] = (bitmap[at >> 3] ?? 0) | (1 << (at & 7));
      } else nullCount += 1;
    }
    start += count;
  }
  return { nullBitmap: nullCount === 0 ? undefined : bitmap, nullCount };
}

type Copy = (
  part: RawVector,
  count: number,
  target: DataView,
  start: number,
  vector: DuckDBVector,
) => void;

/** Fixed-width columns whose layout is Arrow's own. */
export function copied(width: number): Copy {
  return ({ bytes }, count, target, start) => {
    const out = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
    out.set(bytes.subarray(0, count * width), start * width);
  };
}

/** Decimals kept in 2, 4 or 8 bytes, widened to Arrow's 16. */
export function widened(width: 2 | 4 | 8): Copy {
  return ({ bytes }, count, target, start) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let row = 0; row < count; row += 1) {
      const value =
        width === 8
          ? view.getBigInt64(row * 8, true)
          : BigInt(width === 4 ? view.getInt32(row * 4, true) : view.getInt16(row * 2, true));
      target.setBigInt64((start + row) * 16, value, true);
      target.setBigInt64((start + row) * 16 + 8, value < 0n ? -1n : 0n, true);
    }
  };
}

/** 16-byte integers that fit 8 bytes, as sums of counts do. */
export const narrowed: Copy = ({ bytes, validity }, count, target, start) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let row = 0; row < count; row += 1) {
    if (!isValid(validity, row)) continue;
    const low = view.getBigInt64(row * 16, true);
    if (view.getBigInt64(row * 16 + 8, true) !== (low < 0n ? -1n : 0n)) {
      throw new QueryError('QUERY_VALUE_TOO_LARGE', 'A total does not fit 64 bits.');
    }
    target.setBigInt64((start + row) * 8, low, true);
  }
};

/** One byte per boolean, packed to one bit. */
export const packed: Copy = ({ bytes }, count, target, start) => {
  for (let row = 0; row < count; row += 1) {
    if (bytes[row] === 0) continue;
    const at = start + row;
    target.setUint8(at >> 3, target.getUint8(at >> 3) | (1 << (at & 7)));
  }
};

export interface Gathered {
  readonly vectors: readonly DuckDBVector[];
  readonly counts: readonly number[];
  readonly total: number;
}

export function gatherFixed(column: Gathered, bits: number, copy: Copy): ColumnBuffers {
  const { vectors, counts, total } = column;
  const parts = vectors.map(rawVector);
  const data = new Uint8Array(((total * bits + 63) >> 6) << 3);
  const target = new DataView(data.buffer);
  let start = 0;
  for (const [index, part] of parts.entries()) {
    const vector = vectors[index];
    const count = counts[index] ?? 0;
    if (vector) copy(part, count, target, start, vector);
    start += count;
  }
  return { length: total, data, ...joinValidity(parts, counts, total) };
}

const inlineLimit = 12;

/** Text: up to 12 bytes stand in the string's header, longer text is asked for one by one. */
export function gatherText({ vectors, counts, total }: Gathered): ColumnBuffers {
  const parts = vectors.map(rawVector);
  const offsets = new Int32Array(total + 1);
  let at = 0;
  for (const [index, { bytes, validity }] of parts.entries()) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let row = 0; row < (counts[index] ?? 0); row += 1) {
      const previous = offsets[at] ?? 0;
      at += 1;
      offsets[at] = previous + (isValid(validity, row) ? view.getUint32(row * 16, true) : 0);
    }
  }
  const data = Buffer.alloc(offsets[total] ?? 0);
  at = 0;
  for (const [index, { bytes }] of parts.entries()) {
    for (let row = 0; row < (counts[index] ?? 0); row += 1) {
      const start = offsets[at] ?? 0;
      const length = (offsets[at + 1] ?? 0) - start;
      at += 1;
      if (length === 0) continue;
      if (length <= inlineLimit) {
        data.set(bytes.subarray(row * 16 + 4, row * 16 + 4 + length), start);
      } else data.write(String(vectors[index]?.getItem(row)), start, 'utf8');
    }
  }
  return { length: total, data, offsets, ...joinValidity(parts, counts, total) };
}
