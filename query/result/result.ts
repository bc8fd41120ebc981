import type { DuckDBDataChunk, DuckDBType } from '@duckdb/node-api';
import { type ResultColumn, reasonSuffix, type Stamp } from '../wire.ts';
import { arrowStream } from './arrow.ts';
import { type Cell, cellOf, jsonOf, type Row } from './cell.ts';
import { csvText } from './csv.ts';

interface Answered {
  readonly names: readonly string[];
  readonly types: readonly DuckDBType[];
  readonly chunks: readonly DuckDBDataChunk[];
}

/** How a type is named outside: sums of counts are 64-bit integers there. */
function typeName(type: DuckDBType | undefined): string {
  const name = String(type ?? 'VARCHAR');
  return name === 'HUGEINT' ? 'BIGINT' : name;
}

/**
 * The answer to one request, kept as the engine's chunks and read in the form that is asked for.
 * `columns` are the dimensions and metrics, or the list's columns; the reasons why a metric has no
 * value stand beside it under `<metric>__not_evaluable`.
 */
export class Result {
  readonly columns: readonly ResultColumn[];
  readonly chunks: readonly DuckDBDataChunk[];
  readonly stamp: Stamp;
  readonly rowCount: number;
  /** Equal for answers that must be equal; see `Door.fingerprint`. */
  readonly fingerprint: string;
  readonly #names: readonly string[];
  readonly #types: readonly DuckDBType[];

  constructor(
    answered: Answered,
    columns: readonly ResultColumn[],
    stamp: Stamp,
    fingerprint: string,
  ) {
    this.fingerprint = fingerprint;
    this.#names = answered.names;
    this.#types = answered.types;
    this.chunks = answered.chunks;
    this.stamp = stamp;
    this.rowCount = answered.chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
    this.columns = columns.map((column) => ({
      ...column,
      type: typeName(answered.types[answered.names.indexOf(column.name)]),
    }));
  }

  #isReason(index: number): boolean {
    const name = this.#names[index] ?? '';
    return name.endsWith(reasonSuffix) && !this.columns.some((column) => column.name === name);
  }

  /**
   * Flat rows. Decimals are exact text, dates and times ISO 8601 text; a reason is there only where
   * the metric has no value.
   */
  rows(): Row[] {
    const rows: Row[] = [];
    for (const chunk of this.chunks) {
      const start = rows.length;
      for (let row = 0; row < chunk.rowCount; row += 1) rows.push({});
      for (const [index, name] of this.#names.entries()) {
        const vector = chunk.getColumnVector(index);
        const isReason = this.#isReason(index);
        for (let row = 0; row < chunk.rowCount; row += 1) {
          const cell: Cell = cellOf(vector.getItem(row));
          const target = rows[start + row];
          if (target && !(isReason && cell === null)) target[name] = cell;
        }
      }
    }
    return rows;
  }

  /** One array of flat objects; decimals are number literals with every digit. */
  toJson(): string {
    const keys = this.#names.map((name) => `${JSON.stringify(name)}:`);
    const reasons = this.#names.map((_, index) => this.#isReason(index));
    const objects: string[] = [];
    for (const chunk of this.chunks) {
      const vectors = this.#names.map((_, index) => chunk.getColumnVector(index));
      for (let row = 0; row < chunk.rowCount; row += 1) {
        const entries: string[] = [];
        for (const [index, vector] of vectors.entries()) {
          const value = vector.getItem(row);
          if (value === null && reasons[index]) continue;
          entries.push(`${keys[index]}${jsonOf(value)}`);
        }
        objects.push(`{${entries.join(',')}}`);
      }
    }
    return `[${objects.join(',\n')}]`;
  }

  /** RFC 4180; the reason column of a metric is there when some value of it is missing. */
  toCsv(): string {
    const indexes = [...this.#names.keys()].filter(
      (index) => !this.#isReason(index) || this.#hasValue(index),
    );
    const names = indexes.map((index) => this.#names[index] ?? '');
    return csvText(names, indexes, this.chunks);
  }

  #hasValue(index: number): boolean {
    return this.chunks.some((chunk) => {
      const vector = chunk.getColumnVector(index);
      for (let row = 0; row < chunk.rowCount; row += 1) {
        if (vector.getItem(row) !== null) return true;
      }
      return false;
    });
  }

  /** An Arrow IPC stream with the stamp in the schema's metadata (`portolan.stamp`, JSON). */
  toArrow(): AsyncGenerator<Uint8Array> {
    const columns = this.#names.flatMap((name, index) => {
      const type = this.#types[index];
      const { label, unit, format } = this.columns.find((column) => column.name === name) ?? {};
      const entries = Object.entries({ label, unit, format });
      const metadata = new Map(entries.flatMap(([key, text]) => (text ? [[key, text]] : [])));
      return type ? [{ name, type, metadata }] : [];
    });
    return arrowStream(
      columns,
      this.chunks,
      new Map([['portolan.stamp', JSON.stringify(this.stamp)]]),
    );
  }
}
