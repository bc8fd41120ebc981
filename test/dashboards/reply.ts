import {
  bool,
  columnFromArray,
  type DataType,
  float64,
  tableFromColumns,
  tableToIPC,
  utf8,
} from '@uwdata/flechette';
import type { Cell, Column, FrameHeader, Row, Stamp } from '../../dashboards/wire/types.ts';

export interface Reply {
  readonly header: (id: string) => FrameHeader;
  readonly body: Uint8Array;
  /** Milliseconds before the next frame. */
  readonly delay?: number;
}

function typeOf(values: readonly (Cell | undefined)[]): DataType {
  const known = values.find((value) => value !== null && value !== undefined);
  if (typeof known === 'number') return float64();
  return typeof known === 'boolean' ? bool() : utf8();
}

const sqlTypes = { number: 'DOUBLE', boolean: 'BOOLEAN' } as const;

function describe(name: string, value: Cell | undefined): Column {
  return { name, type: typeof value === 'number' ? sqlTypes.number : 'VARCHAR' };
}

export const stamp: Stamp = {
  build_id: 'build-1',
  data_as_of: '2026-03-31',
  definitions_version: 'v1',
  generated_at: '2026-03-31T22:05:12Z',
  sql_sha256: '0'.repeat(64),
};

/** A successful reply with these rows, columns described as given or by their values. */
export function rowsReply(rows: readonly Row[], described: readonly Column[] = []): Reply {
  const names = Object.keys(rows[0] ?? {});
  const columns = names.map((name) => {
    const values = rows.map((row) => row[name] ?? null);
    return [name, columnFromArray([...values], typeOf(values))] as [string, never];
  });
  const body = tableToIPC(tableFromColumns(columns), { format: 'stream' }) ?? new Uint8Array();
  const known = new Map(described.map((column) => [column.name, column]));
  const columnsOf = names.map((name) => known.get(name) ?? describe(name, rows[0]?.[name]));
  return {
    header: (id) => ({ id, ok: true, columns: columnsOf, stamp, rows: rows.length }),
    body,
  };
}

export function errorReply(code: string, message: string, hint: string): Reply {
  const error = { code, message, hint };
  return { header: (id) => ({ id, ok: false, error }), body: new Uint8Array() };
}
