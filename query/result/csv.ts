import { type DuckDBDataChunk, DuckDBDecimalValue, type DuckDBValue } from '@duckdb/node-api';
import { cellOf } from './cell.ts';

/** What a spreadsheet would take for the beginning of a formula. */
const formulaStart = /^[=+\-@\t\r]/;

function field(text: string): string {
  const safe = formulaStart.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvOf(value: DuckDBValue): string {
  if (value === null) return '';
  if (typeof value === 'bigint' || value instanceof DuckDBDecimalValue) return value.toString();
  const cell = cellOf(value);
  if (cell === null) return '';
  return typeof cell === 'string' && typeof value === 'string' ? field(cell) : String(cell);
}

/**
 * RFC 4180 with a header line, CRLF line ends and no byte order mark. Text that a spreadsheet would
 * run as a formula gets a leading apostrophe; numbers are left alone.
 */
export function csvText(
  names: readonly string[],
  indexes: readonly number[],
  chunks: readonly DuckDBDataChunk[],
): string {
  const lines = [names.map(field).join(',')];
  for (const chunk of chunks) {
    const vectors = indexes.map((index) => chunk.getColumnVector(index));
    for (let row = 0; row < chunk.rowCount; row += 1) {
      lines.push(vectors.map((vector) => csvOf(vector.getItem(row))).join(','));
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}
