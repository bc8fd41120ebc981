import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { headOf } from '../../../ingest/formats/magic.ts';
import type { Format, RowFault, RowSink } from '../../../ingest/formats/reader.ts';

export type Row = Readonly<Record<string, string | null>>;

/** All that a reader gave for one file. */
export interface Collected {
  readonly traits: Readonly<Record<string, string>>;
  readonly tables: readonly string[];
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  readonly refused: readonly { table: string; fault: RowFault; raw: string }[];
}

const HEAD_BYTES = 2 ** 18;

const fileHead = async (path: string, name: string) => {
  const bytes = headOf(path, HEAD_BYTES);
  const utf16 = bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8';
  return { name, bytes, text: new TextDecoder(utf16).decode(bytes) };
};

/** Whether the format claims a file. */
export const claims = async (format: Format, path: string): Promise<boolean> =>
  format.claims(await fileHead(path, basename(path)));

/** Reads a file and holds every row; an unknown table or a row of another width is an error of the reader. */
export const collect = async (format: Format, path: string): Promise<Collected> => {
  const name = basename(path);
  const head = await fileHead(path, name);
  const file = await format.open({ path, label: name, name, member: '' }, head);
  const shapes = new Map(file.tables.map((table) => [table.name, table.columns]));
  const rows: Record<string, Row[]> = {};
  const refused: { table: string; fault: RowFault; raw: string }[] = [];
  const columnsOf = (table: string): readonly string[] => {
    const columns = shapes.get(table);
    if (!columns) throw new Error(`table ${table} was not announced`);
    return columns;
  };
  const sink: RowSink = {
    write: (table, cells) => {
      const columns = columnsOf(table);
      if (cells.length !== columns.length)
        throw new Error(`${table}: ${cells.length} cells for ${columns.length} columns`);
      const row = columns.map((column, index) => [column, cells[index] || null] as const);
      const held = rows[table] ?? [];
      held.push(Object.fromEntries(row));
      rows[table] = held;
    },
    refuse: (table, fault, raw) => {
      columnsOf(table);
      JSON.parse(raw);
      refused.push({ table, fault, raw });
    },
    room: () => undefined,
  };
  await file.read(sink);
  return { traits: file.traits, tables: [...shapes.keys()], rows, refused };
};

/** A file of these contents for the time of one call. */
export const withFile = async <T>(
  name: string,
  content: string | Uint8Array,
  use: (path: string) => Promise<T>,
): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-format-'));
  try {
    const path = join(folder, name);
    writeFileSync(path, content);
    return await use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
