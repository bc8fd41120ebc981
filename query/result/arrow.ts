import {
  type DuckDBDataChunk,
  DuckDBDecimalType,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBVector,
} from '@duckdb/node-api';
import {
  Bool,
  type Data,
  type DataType,
  DateDay,
  Decimal,
  Field,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
} from 'apache-arrow';
import { QueryError } from '../errors.ts';
import {
  type ColumnBuffers,
  copied,
  type Gathered,
  gatherFixed,
  narrowed,
  packed,
  widened,
} from './buffers.ts';
import { gatherText } from './text.ts';

interface Encoder {
  readonly type: DataType;
  gather(column: Gathered): ColumnBuffers;
}

function fixed(type: DataType, width: number, copy = copied(width)): Encoder {
  return { type, gather: (column) => gatherFixed(column, width * 8, copy) };
}

function decimal({ width, scale }: DuckDBDecimalType): Encoder {
  const type = new Decimal(scale, width, 128);
  if (width > 18) return fixed(type, 16);
  return fixed(type, 16, widened(width > 9 ? 8 : width > 4 ? 4 : 2));
}

/** Arrow's twin of an SQL type; every type that compiled statements return has one. */
function encoderOf(type: DuckDBType): Encoder {
  if (type instanceof DuckDBDecimalType) return decimal(type);
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return { type: new Bool(), gather: (column) => gatherFixed(column, 1, packed) };
    case DuckDBTypeId.TINYINT:
      return fixed(new Int8(), 1);
    case DuckDBTypeId.SMALLINT:
      return fixed(new Int16(), 2);
    case DuckDBTypeId.INTEGER:
      return fixed(new Int32(), 4);
    case DuckDBTypeId.BIGINT:
      return fixed(new Int64(), 8);
    case DuckDBTypeId.HUGEINT:
      return fixed(new Int64(), 8, narrowed);
    case DuckDBTypeId.FLOAT:
      return fixed(new Float32(), 4);
    case DuckDBTypeId.DOUBLE:
      return fixed(new Float64(), 8);
    case DuckDBTypeId.DATE:
      return fixed(new DateDay(), 4);
    case DuckDBTypeId.TIMESTAMP:
      return fixed(new TimestampMicrosecond('UTC'), 8);
    case DuckDBTypeId.VARCHAR:
      return { type: new Utf8(), gather: gatherText };
    default:
      throw new QueryError('QUERY_FAILED', `A column of type ${type} cannot be sent as Arrow.`);
  }
}

function toData(type: DataType, buffers: ColumnBuffers): Data {
  const { length, nullCount, nullBitmap, data, offsets } = buffers;
  const common = { length, nullCount, ...(nullBitmap ? { nullBitmap } : {}) };
  if (offsets) return makeData({ type: new Utf8(), data, valueOffsets: offsets, ...common });
  const Values = (type as { ArrayType?: unknown }).ArrayType;
  return makeData({ type, data: viewOf(data, Values), ...common } as never);
}

/** The typed array that the encoder expects of a type, over the same bytes. */
function viewOf(data: Uint8Array, Values: unknown): ArrayBufferView {
  switch (Values) {
    case BigInt64Array:
      return new BigInt64Array(data.buffer, data.byteOffset, data.byteLength / 8);
    case Float64Array:
      return new Float64Array(data.buffer, data.byteOffset, data.byteLength / 8);
    case Float32Array:
      return new Float32Array(data.buffer, data.byteOffset, data.byteLength / 4);
    case Int32Array:
      return new Int32Array(data.buffer, data.byteOffset, data.byteLength / 4);
    case Uint32Array:
      return new Uint32Array(data.buffer, data.byteOffset, data.byteLength / 4);
    case Int16Array:
      return new Int16Array(data.buffer, data.byteOffset, data.byteLength / 2);
    case Int8Array:
      return new Int8Array(data.buffer, data.byteOffset, data.byteLength);
    default:
      return data;
  }
}

export interface ArrowColumn {
  readonly name: string;
  readonly type: DuckDBType;
  readonly metadata: ReadonlyMap<string, string>;
}

/** Rows per record batch: 32 of the engine's chunks. */
const chunksPerBatch = 32;

/**
 * An Arrow IPC stream, message by message, straight from the engine's column vectors.
 *
 * @param metadata goes into the schema, beside each column's own.
 */
export async function* arrowStream(
  columns: readonly ArrowColumn[],
  chunks: readonly DuckDBDataChunk[],
  metadata: ReadonlyMap<string, string>,
): AsyncGenerator<Uint8Array> {
  const encoders = columns.map(({ type }) => encoderOf(type));
  const fields = columns.map(
    ({ name, metadata: own }, index) =>
      new Field(name, encoders[index]?.type ?? new Utf8(), true, new Map(own)),
  );
  const schema = new Schema(fields, new Map(metadata));
  const writer = new RecordBatchStreamWriter();
  const first = Math.max(1, Math.ceil(chunks.length / chunksPerBatch));
  for (let batch = 0; batch < first; batch += 1) {
    const part = chunks.slice(batch * chunksPerBatch, (batch + 1) * chunksPerBatch);
    const counts = part.map(({ rowCount }) => rowCount);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const children = encoders.map((encoder, index) => {
      const vectors: DuckDBVector[] = part.map((chunk) => chunk.getColumnVector(index));
      return toData(encoder.type, encoder.gather({ vectors, counts, total }));
    });
    const data = makeData({ type: new Struct(fields), length: total, nullCount: 0, children });
    writer.write(new RecordBatch(schema, data));
  }
  writer.finish();
  yield* writer;
}
