import type { Engine } from '../engine.ts';
import { emptyFile, IngestError, unsupportedFormat } from '../errors.ts';
import { isOutOfSpace } from '../lake/space.ts';
import { openLanes } from '../lanes.ts';
import type { Seen } from '../profiles/match.ts';
import type { FileMapping } from '../profiles/profile.ts';
import type { Scratch } from '../scratch.ts';
import { deliverByRow, deliverInBulk } from './csv.ts';
import { inUtf8, markedEncoding, toUtf8 } from './encoding.ts';
import { FORMATS } from './formats.ts';
import { type Header, headerOf } from './header.ts';
import { jsonShapeOf, loadDocuments, tabulateDocuments } from './json.ts';
import { containerWithin, headOf, isParquet } from './magic.ts';
import { checkParquet, parquetColumns, parquetPiece } from './parquet.ts';
import type { TakePiece } from './piece.ts';
import { openPieceFiles } from './piece-files.ts';
import type { FileHead, Format, IsWanted } from './reader.ts';
import { openPieceSink, type RowCount } from './sink.ts';
import type { Unpacked } from './unpacked.ts';

/** A table of a file: what profiles match, and its columns once one has claimed it. */
export interface OpenTable {
  readonly seen: Seen;
  columns(mapping: FileMapping): readonly string[];
}

/** Who takes the rows of one table, as read by its mapping. */
export interface Taker {
  readonly mapping: FileMapping;
  readonly take: TakePiece;
  /** Which rows are of any use, where a reader can ask before it writes them. */
  readonly isWanted?: IsWanted | undefined;
}

/** How a file was read. */
export interface ReadFile {
  readonly encoding: string;
  /** What stands between the cells of a delimited file. */
  readonly delimiter?: string;
  /** Whether a text file holds letters that were encoded twice before it was delivered. */
  readonly isTwiceEncoded?: boolean;
  /** Whether quotes stand in it that the two ways of reading a delimited file take differently. */
  readonly hasLooseQuotes?: boolean;
  /** Rows of each structured table, taken or not; undefined where the file is one plain table. */
  readonly counts?: ReadonlyMap<string, RowCount>;
}

/** A file that is known by its tables, and delivers their rows to those who claimed them. */
export interface OpenFile {
  readonly format: string;
  readonly traits: Readonly<Record<string, string>>;
  readonly tables: readonly OpenTable[];
  /**
   * Delivers the rows of the claimed tables, once. `isByRow` reads a delimited file row by row, where the engine could not
   * split it; formats without `canReadByRow` know one way only.
   */
  deliver(takers: ReadonlyMap<OpenTable, Taker>, isByRow: boolean): Promise<ReadFile>;
  readonly canReadByRow: boolean;
}

const HEAD_BYTES = 2 ** 18;

/** Pieces at work at once: one a core of the smallest machine. */
const LANES = 2;

/** The same of a delimited file, whose pieces the engine splits: one more, for while a lane is between two statements. */
const DELIMITED_LANES = 3;

const onlyTaker = (takers: ReadonlyMap<OpenTable, Taker>): Taker => {
  const [taker] = takers.values();
  if (!taker) throw new Error('a file is delivered to nobody');
  return taker;
};

const openParquet = async (file: Unpacked, engine: Engine): Promise<OpenFile> => {
  const columns = await parquetColumns(engine, file.path, file.label);
  const names = columns.map((column) => column.name);
  const seen = {
    label: file.label,
    name: file.name,
    format: 'parquet',
    table: '',
    traits: {},
    header: () => names,
  };
  return {
    format: 'parquet',
    traits: {},
    tables: [{ seen, columns: () => names }],
    canReadByRow: false,
    deliver: async (takers) => {
      const { take } = onlyTaker(takers);
      try {
        await take(await parquetPiece(engine, file.path, columns, file.label));
      } catch (cause) {
        if (!(cause instanceof IngestError) && !isOutOfSpace(cause))
          await checkParquet(engine, file.path, columns, file.label);
        throw cause;
      }
      return { encoding: 'parquet' };
    },
  };
};

const openJson = async (
  file: Unpacked,
  head: string,
  engine: Engine,
  scratch: Scratch,
): Promise<OpenFile> => {
  const utf8 = await toUtf8(file.path, undefined, scratch('utf8'), { label: file.label });
  const keys = await engine.alone(() =>
    loadDocuments(engine, utf8.path, jsonShapeOf(head, file.name), file.label),
  );
  const seen = {
    label: file.label,
    name: file.name,
    format: 'json',
    table: '',
    traits: {},
    header: () => keys,
  };
  return {
    format: 'json',
    traits: {},
    tables: [{ seen, columns: () => keys }],
    canReadByRow: false,
    deliver: async (takers) => {
      await engine.alone(async () => onlyTaker(takers).take(await tabulateDocuments(engine, keys)));
      return { encoding: utf8.encoding };
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

const openDelimited = (file: Unpacked, head: Buffer, scratch: Scratch): OpenFile => {
  const header = headersOf(head);
  const headerFor = ({ reading }: FileMapping): Header =>
    header(reading.encoding, reading.delimiter);
  const seen: Seen = {
    label: file.label,
    name: file.name,
    format: 'delimited',
    table: '',
    traits: {},
    header: (encoding, delimiter) => header(encoding, delimiter).columns,
  };
  const table = { seen, columns: (mapping: FileMapping) => headerFor(mapping).columns };
  return {
    format: 'delimited',
    traits: {},
    tables: [table],
    canReadByRow: true,
    deliver: async (takers, isByRow) => {
      const { mapping, take } = onlyTaker(takers);
      const used = headerFor(mapping);
      const place = { label: file.label, profile: mapping.profile };
      const target = scratch('utf8');
      const { encoding: declared } = mapping.reading;
      const files = openPieceFiles(scratch);
      const lanes = openLanes(DELIMITED_LANES);
      try {
        if (!isByRow) {
          const utf8 = await inUtf8(file.path, declared, target, place);
          const isTwiceEncoded = await deliverInBulk(utf8, used, files, lanes, take);
          return { encoding: utf8.encoding, delimiter: used.delimiter, isTwiceEncoded };
        }
        const { path, ...read } = await toUtf8(file.path, declared, target, place);
        const width = used.columns.length;
        const sink = openPieceSink([{ name: '', width, take }], files, lanes);
        const hasLooseQuotes = await deliverByRow(path, used, file.label, '', sink);
        await sink.end();
        return { ...read, delimiter: used.delimiter, hasLooseQuotes };
      } finally {
        await lanes.settle();
      }
    },
  };
};

const openStructured = async (
  format: Format,
  file: Unpacked,
  head: FileHead,
  scratch: Scratch,
): Promise<OpenFile> => {
  const structured = await format.open(file, head);
  const { traits } = structured;
  const tables = structured.tables.map(({ name, columns }) => ({
    seen: {
      label: `${file.label}#${name}`,
      name: file.name,
      format: format.name,
      table: name,
      traits,
      header: () => columns,
    },
    columns: () => columns,
  }));
  return {
    format: format.name,
    traits,
    tables,
    canReadByRow: false,
    deliver: async (takers) => {
      const lanes = openLanes(LANES);
      const wanted = tables.map((table) => {
        const taker = takers.get(table);
        const width = table.columns().length;
        return {
          name: table.seen.table,
          width,
          ...(taker ? { take: taker.take, isWanted: taker.isWanted } : {}),
        };
      });
      const sink = openPieceSink(wanted, openPieceFiles(scratch), lanes);
      try {
        await structured.read(sink);
        await sink.end();
      } finally {
        await lanes.settle();
      }
      return { encoding: traits.encoding ?? 'utf-8', counts: sink.counts() };
    },
  };
};

/** Tells a file's format by its first bytes. Throws EMPTY_FILE, UNSUPPORTED_FORMAT, MALFORMED_FILE, WRONG_ENCODING. */
export const openFile = async (
  file: Unpacked,
  engine: Engine,
  scratch: Scratch,
): Promise<OpenFile> => {
  const bytes = headOf(file.path, HEAD_BYTES);
  if (bytes.length === 0) throw emptyFile(file.label);
  if (isParquet(bytes)) return openParquet(file, engine);
  const packed = containerWithin(bytes);
  if (packed)
    throw unsupportedFormat(file.label, `${packed}, which is not unpacked here; unpack it first`);
  const text = new TextDecoder(markedEncoding(bytes) ?? 'utf-8').decode(bytes);
  const head = { name: file.name, bytes, text };
  const format = FORMATS.find((one) => one.claims(head));
  if (format) return openStructured(format, file, head, scratch);
  const start = text.trimStart();
  if (start.startsWith('<')) {
    throw unsupportedFormat(file.label, 'looks like XML or HTML of an unknown kind');
  }
  const isDelimited = /\.(csv|tsv|txt|psv)$/i.test(file.name);
  if (!isDelimited && /^[[{]/.test(start)) return openJson(file, start, engine, scratch);
  return openDelimited(file, bytes, scratch);
};
