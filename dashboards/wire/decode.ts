import { type DataType, Type, tableFromIPC } from '@uwdata/flechette';
import { scaledText } from '../format/decimal.ts';
import type { AnswerFrame, Cell, Row, Table } from './types.ts';

type Read = (value: unknown) => Cell;

function readPlain(value: unknown): Cell {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' ? value : null;
}

function readDate(value: unknown): Cell {
  return typeof value === 'number' ? new Date(value).toISOString().slice(0, 10) : null;
}

function readTimestamp(value: unknown): Cell {
  return typeof value === 'number' ? new Date(value).toISOString() : null;
}

function readerOf(type: DataType): Read {
  switch (type.typeId) {
    case Type.Decimal: {
      const { scale } = type;
      return (value) =>
        typeof value === 'bigint' || typeof value === 'number'
          ? scaledText(BigInt(value), scale)
          : null;
    }
    case Type.Date:
      return readDate;
    case Type.Timestamp:
      return readTimestamp;
    case Type.Dictionary:
      return readerOf(type.dictionary);
    default:
      return readPlain;
  }
}

/** Rows of an Arrow stream under the server's column descriptions. Decimals keep every digit. */
export function decodeFrame({ header, body }: AnswerFrame): Table {
  const arrow = tableFromIPC(body, { useDecimalInt: true });
  const rows: Record<string, Cell>[] = Array.from({ length: arrow.numRows }, () => ({}));
  for (const field of arrow.schema.fields) {
    const read = readerOf(field.type);
    const column = arrow.getChild(field.name);
    for (const [index, row] of rows.entries()) row[field.name] = read(column.at(index));
  }
  return { columns: header.columns, rows: rows as Row[], stamp: header.stamp };
}
