import type { DuckDBVector } from '@duckdb/node-api';
import { type ColumnBuffers, type Gathered, isValid, joinValidity } from './buffers.ts';
import { type RawVector, rawVector, textReader } from './raw.ts';

/** Texts of up to this many bytes stand in their 16-byte headers. */
const inlineLimit = 12;

function viewOf({ bytes }: RawVector): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function offsetsOf(parts: readonly RawVector[], { counts, total }: Gathered): Int32Array {
  const offsets = new Int32Array(total + 1);
  let at = 0;
  let end = 0;
  for (const [index, part] of parts.entries()) {
    const view = viewOf(part);
    for (let row = 0; row < (counts[index] ?? 0); row += 1) {
      if (isValid(part.validity, row)) end += view.getUint32(row * 16, true);
      at += 1;
      offsets[at] = end;
    }
  }
  return offsets;
}

/** Rows whose texts lie end to end in the engine's memory. */
interface Stretch {
  readonly rows: number[];
  length: number;
  next: bigint;
}

function stretchesOf(view: DataView, isLong: (row: number) => boolean, count: number): Stretch[] {
  const stretches: Stretch[] = [];
  let last: Stretch | undefined;
  for (let row = 0; row < count; row += 1) {
    if (!isLong(row)) continue;
    const length = view.getUint32(row * 16, true);
    const pointer = view.getBigUint64(row * 16 + 8, true);
    if (last?.next === pointer) {
      last.rows.push(row);
      last.length += length;
      last.next = pointer + BigInt(length);
    } else {
      last = { rows: [row], length, next: pointer + BigInt(length) };
      stretches.push(last);
    }
  }
  return stretches;
}

function copyLong(
  vector: DuckDBVector,
  stretches: readonly Stretch[],
  target: Uint8Array,
  startOf: (row: number) => number,
): void {
  if (stretches.length === 0) return;
  const read = textReader(vector);
  for (const { rows, length } of stretches) {
    const bytes = read(rows[0] ?? 0, length);
    const first = startOf(rows[0] ?? 0);
    const end = startOf((rows.at(-1) ?? 0) + 1);
    if (end - first === length) {
      target.set(bytes, first);
      continue;
    }
    let from = 0;
    for (const row of rows) {
      const size = startOf(row + 1) - startOf(row);
      target.set(bytes.subarray(from, from + size), startOf(row));
      from += size;
    }
  }
}

/** An Arrow text column, gathered from the vectors of several chunks. */
export function gatherText(column: Gathered): ColumnBuffers {
  const { vectors, counts, total } = column;
  const parts = vectors.map(rawVector);
  const offsets = offsetsOf(parts, column);
  const data = new Uint8Array(offsets[total] ?? 0);
  let base = 0;
  for (const [index, part] of parts.entries()) {
    const { bytes } = part;
    const count = counts[index] ?? 0;
    const start = base;
    const startOf = (row: number): number => offsets[start + row] ?? 0;
    for (let row = 0; row < count; row += 1) {
      const to = startOf(row);
      const length = startOf(row + 1) - to;
      if (length > inlineLimit) continue;
      for (let at = 0; at < length; at += 1) data[to + at] = bytes[row * 16 + 4 + at] ?? 0;
    }
    const isLong = (row: number): boolean => startOf(row + 1) - startOf(row) > inlineLimit;
    const vector = vectors[index];
    if (vector) copyLong(vector, stretchesOf(viewOf(part), isLong, count), data, startOf);
    base += count;
  }
  return { length: total, data, offsets, ...joinValidity(parts, counts, total) };
}
