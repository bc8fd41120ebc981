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

export function isValid(validity: Uint8Array | undefined, index: number): boolean {
  return validity === undefined || ((validity[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
}

function ones(bitmap: Uint8Array): number {
  let count = 0;
  for (let byte of bitmap) for (; byte !== 0; byte &= byte - 1) count += 1;
  return count;
}

/** Bitmaps put end to end: bit by bit only where a chunk does not begin on a byte. */
export function joinValidity(
  parts: readonly RawVector[],
  counts: readonly number[],
  total: number,
): Pick<ColumnBuffers, 'nullBitmap' | 'nullCount'> {
  if (parts.every(({ validity }) => validity === undefined)) {
    return { nullBitmap: undefined, nullCount: 0 };
  }
  const bitmap = new Uint8Array(((total + 63) >> 6) << 3);
  let start = 0;
  for (const [part, { validity }] of parts.entries()) {
    const count = counts[part] ?? 0;
    let row = 0;
    if (validity && (start & 7) === 0) {
      row = count & ~7;
      bitmap.set(validity.subarray(0, row >> 3), start >> 3);
    }
    for (; row < count; row += 1) {
      if (!isValid(validity, row)) continue;
      const at = start + row;
      bitmap[at >> 3] = (bitmap[at >> 3] ?? 0) | (1 << (at & 7));
    }
    start += count;
  }
  const nullCount = total - ones(bitmap);
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
