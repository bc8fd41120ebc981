import { DuckDBBlobVector, type DuckDBVector } from '@duckdb/node-api';

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
  vector?: unknown;
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

/** Reads `length` bytes of memory, beginning where the text of a row begins. */
export type ReadText = (row: number, length: number) => Uint8Array;

/**
 * A reader of texts too long for their headers. Each call crosses into the engine, so texts that lie
 * end to end are read as one: `length` may then reach over those that follow the row's own. The driver
 * reads as many bytes as a header says; this gives it headers that say so.
 */
export function textReader(vector: DuckDBVector): ReadText {
  const fields = vector as unknown as Fields;
  const headers = rawVector(vector).bytes.slice();
  const view = new DataView(headers.buffer);
  type Parts = ConstructorParameters<typeof DuckDBBlobVector>;
  const validity = fields.validity as unknown as Parts[1];
  const native = fields.vector as Parts[2];
  const texts = new DuckDBBlobVector(view, validity, native, 0, vector.itemCount);
  return (row, length) => {
    view.setUint32(row * 16, length, true);
    return texts.getItemBytes(row) ?? new Uint8Array();
  };
}
