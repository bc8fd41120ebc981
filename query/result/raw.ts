import type { DuckDBVector } from '@duckdb/node-api';

/**
 * The engine's own buffers behind a column vector. Reading them instead of item by item is what makes
 * encoding cheap; the driver keeps them in fields that it does not publish, so their presence is
 * checked.
 */
export interface RawVector {
  /** Fixed-width values, or 16-byte string headers; little endian. */
  readonly bytes: Uint8Array;
  /** Bit `i` of word `i >> 6` set: item `i` has a value. Absent: all have. */
  readonly validity: Uint8Array | undefined;
}

interface Fields {
  items?: unknown;
  dataView?: unknown;
  validity?: { data?: unknown; offset?: unknown };
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

export function rawVector(vector: DuckDBVector): RawVector {
  const { items, dataView, validity } = vector as unknown as Fields;
  const data = ArrayBuffer.isView(items) ? items : dataView;
  const words = validity?.data ?? undefined;
  if (!ArrayBuffer.isView(data) || validity?.offset !== 0) {
    throw new TypeError('The DuckDB driver keeps its vectors in another layout than this encoder.');
  }
  if (words !== undefined && !ArrayBuffer.isView(words)) {
    throw new TypeError(
      'The DuckDB driver keeps its validity in another layout than this encoder.',
    );
  }
  return { bytes: bytesOf(data), validity: words && bytesOf(words) };
}
