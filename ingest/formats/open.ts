import { join } from 'node:path';
import type { Engine } from '../engine.ts';
import { emptyFile, unsupportedFormat } from '../errors.ts';
import type { Seen } from '../profiles/match.ts';
import type { FileMapping } from '../profiles/profile.ts';
import { loadCsv } from './csv.ts';
import { markedEncoding, toUtf8 } from './encoding.ts';
import { type Header, headerOf } from './header.ts';
import { jsonShapeOf, loadDocuments, tabulateDocuments } from './json.ts';
import { headOf, isParquet } from './magic.ts';
import { loadParquet, parquetColumns } from './parquet.ts';
import type { DeliveredTable } from './table.ts';
import type { Unpacked } from './unpacked.ts';

/** A file that is known by name and columns, and can be loaded once a profile has claimed it. */
export interface OpenFile {
  readonly seen: Seen;
  load(mapping: FileMapping): Promise<DeliveredTable>;
}

const HEAD_BYTES = 2 ** 18;

const openParquet = async (file: Unpacked, engine: Engine): Promise<OpenFile> => {
  const columns = await parquetColumns(engine, file.path, file.label);
  const names = columns.map((column) => column.name);
  return {
    seen: { label: file.label, name: file.name, header: () => names },
    load: async () => {
      await loadParquet(engine, file.path, columns, file.label);
      return { columns: names, encoding: 'parquet' };
    },
  };
};

const openJson = async (
  file: Unpacked,
  head: string,
  engine: Engine,
  folder: string,
): Promise<OpenFile> => {
  const utf8 = await toUtf8(file.path, undefined, join(folder, 'utf8'), { label: file.label });
  const keys = await loadDocuments(engine, utf8.path, jsonShapeOf(head, file.name), file.label);
  return {
    seen: { label: file.label, name: file.name, header: () => keys },
    load: async () => {
      await tabulateDocuments(engine, keys);
      return { columns: keys, encoding: utf8.encoding };
    },
  };
};

/** Many profiles ask for the same header; each way of reading it is done once. */
const headersOf = (head: Buffer) => {
  const known = new Map<string, Header>();
  return (encoding: string | undefined, delimiter: string | undefined): Header => {
    const key = `${encoding} ${delimiter}`;
    const header = known.get(key) ?? headerOf(head, encoding, delimiter);
    known.set(key, header);
    return header;
  };
};

const openDelimited = (file: Unpacked, head: Buffer, engine: Engine, folder: string): OpenFile => {
  const header = headersOf(head);
  return {
    seen: {
      label: file.label,
      name: file.name,
      header: (encoding, delimiter) => header(encoding, delimiter).columns,
    },
    load: async ({ profile, reading }) => {
      const used = header(reading.encoding, reading.delimiter);
      const place = { label: file.label, profile };
      const utf8 = await toUtf8(file.path, reading.encoding, join(folder, 'utf8'), place);
      await loadCsv(engine, utf8.path, used, folder, file.label);
      return { columns: used.columns, encoding: utf8.encoding };
    },
  };
};

/** Tells a file's format by its first bytes. Throws EMPTY_FILE, UNSUPPORTED_FORMAT, MALFORMED_FILE, WRONG_ENCODING. */
export const openFile = async (
  file: Unpacked,
  engine: Engine,
  folder: string,
): Promise<OpenFile> => {
  const head = await headOf(file.path, HEAD_BYTES);
  if (head.length === 0) throw emptyFile(file.label);
  if (isParquet(head)) return openParquet(file, engine);
  const start = new TextDecoder(markedEncoding(head) ?? 'utf-8').decode(head).trimStart();
  if (start.startsWith('<')) throw unsupportedFormat(file.label, 'looks like XML or HTML');
  const isDelimited = /\.(csv|tsv|txt|psv)$/i.test(file.name);
  if (!isDelimited && /^[[{]/.test(start)) return openJson(file, start, engine, folder);
  return openDelimited(file, head, engine, folder);
};
