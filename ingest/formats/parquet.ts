import { type Engine, filePath, identifier } from '../engine.ts';
import { malformedFile } from '../errors.ts';
import { cell, type Piece } from './piece.ts';

interface ParquetColumn {
  readonly name: string;
  readonly type: string;
}

const WHOLE = 1e15;

/** A value as the text that a CSV of the same data would hold: whole doubles without a fraction, ISO dates and times. */
const asText = ({ name, type }: ParquetColumn): string => {
  const column = identifier(name);
  if (type === 'VARCHAR') return column;
  if (type === 'DOUBLE' || type === 'FLOAT') {
    return `CASE WHEN ${column} = trunc(${column}) AND abs(${column}) < ${WHOLE} THEN CAST(CAST(${column} AS BIGINT) AS VARCHAR) ELSE CAST(${column} AS VARCHAR) END`;
  }
  if (type === 'TIMESTAMP WITH TIME ZONE') {
    return `strftime(${column} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')`;
  }
  if (/[[({]/.test(type) && !type.startsWith('DECIMAL')) return `to_json(${column})::VARCHAR`;
  return `CAST(${column} AS VARCHAR)`;
};

/** The columns of a Parquet file. Throws MALFORMED_FILE where it is damaged or cut short. */
export const parquetColumns = async (
  engine: Engine,
  path: string,
  label: string,
): Promise<readonly ParquetColumn[]> => {
  try {
    const rows = await engine.rows(
      `DESCRIBE SELECT * FROM read_parquet(${filePath(path)}, hive_partitioning = false)`,
    );
    return rows.map((row) => ({
      name: String(row.column_name),
      type: String(row.column_type),
    }));
  } catch {
    throw malformedFile(label, 'is not a whole Parquet file');
  }
};

const relationOf = (path: string, columns: readonly ParquetColumn[]): string => {
  const cells = columns.map((column, index) => `, ${asText(column)} AS ${cell(index)}`).join('');
  return `SELECT file_row_number + 1 AS _row, NULL::VARCHAR AS _fault, NULL::VARCHAR AS _cells${cells} FROM read_parquet(${filePath(path)}, hive_partitioning = false, file_row_number = true)`;
};

/** A Parquet file as one piece, every value as text. Throws MALFORMED_FILE where its footer says what cannot be. */
export const parquetPiece = async (
  engine: Engine,
  path: string,
  columns: readonly ParquetColumn[],
  label: string,
): Promise<Piece> => {
  const relation = relationOf(path, columns);
  try {
    const [row] = await engine.rows(`SELECT count(*)::INTEGER AS n FROM (${relation})`);
    return { relation, blanks: 'any', rows: Number(row?.n) };
  } catch {
    throw malformedFile(label, 'its Parquet pages are damaged');
  }
};

/** Reads every value, because a count alone is answered from the footer. Throws MALFORMED_FILE where one cannot be read. */
export const checkParquet = async (
  engine: Engine,
  path: string,
  columns: readonly ParquetColumn[],
  label: string,
): Promise<void> => {
  const cells = columns.map((_, index) => cell(index)).join(', ');
  try {
    await engine.rows(`SELECT bit_xor(hash(_row, ${cells})) FROM (${relationOf(path, columns)})`);
  } catch {
    throw malformedFile(label, 'its Parquet pages are damaged');
  }
};
