import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CsvError, type Parser, parse } from 'csv-parse';
import { smallContent } from '../chunks.ts';
import { filePath, text } from '../engine.ts';
import { malformedFile } from '../errors.ts';
import type { Lanes } from '../lanes.ts';
import { type CsvRecord, recordsOf } from './csv-record.ts';
import type { UnseenFile } from './encoding.ts';
import type { Header } from './header.ts';
import { cell, soundRows, type TakePiece } from './piece.ts';
import type { PieceFiles } from './piece-files.ts';
import type { RowSink } from './reader.ts';
import { splitRecords } from './split.ts';

/** The engine's own limit of a line; its buffers grow with it. */
const ENGINE_LINE_BYTES = 2_000_000;
const LINE_BYTES = 16 * 2 ** 20;

/** Bytes of one piece at most: large enough that starting a statement costs nothing, small enough for four to stay in memory. */
export const PIECE_BYTES = 16 * 2 ** 20;

/** Bytes of a piece at least: so many that starting a statement costs little. */
const SMALL_PIECE_BYTES = 4 * 2 ** 20;

/** Bytes of the next piece where `left` are to come: fewer towards the end, so that no lane ends long before another. */
const pieceBytes = (left: number, lanes: number): number =>
  Math.min(PIECE_BYTES, Math.max(SMALL_PIECE_BYTES, Math.ceil(left / (2 * lanes))));

/**
 * SQL of the cells of UTF-8 delimited files without a header, one file after the other; `longest` is the bytes of the longest
 * line, where known, and `more` SQL of further options.
 */
export const readCsv = (
  paths: readonly string[],
  columns: readonly string[],
  delimiter: string,
  longest = 0,
  more = '',
): string => {
  const types = columns.map((name) => `${text(name)}: 'VARCHAR'`).join(', ');
  const line =
    longest < ENGINE_LINE_BYTES ? '' : `max_line_size = ${longest}, buffer_size = ${longest}, `;
  return `read_csv([${paths.map(filePath).join(', ')}], hive_partitioning = false, auto_detect = false, header = false, delim = ${text(delimiter)}, quote = '"', escape = '"', strict_mode = true, ${line}columns = {${types}}${more})`;
};

/**
 * Bytes of a piece that the engine reads at once: fewer than it gives back to the system when it is done, or every piece would
 * have to ask for new memory.
 */
const BUFFER = ', buffer_size = 7000000';

/** Rows before the present piece stand in `before`. */
const numbered = (before: number): string => `${before}::BIGINT + row_number() OVER ()`;

/**
 * Delivers a UTF-8 delimited file in pieces that the engine splits into cells itself. The engine refuses the first row of
 * another width and every stray quote; the caller then delivers the file again by row.
 */
export const deliverInBulk = async (
  { path, watch }: UnseenFile,
  header: Header,
  files: PieceFiles,
  lanes: Lanes,
  take: TakePiece,
): Promise<boolean> => {
  const names = header.columns.map((_, index) => cell(index));
  let before = 0;
  let { size: left } = await stat(path);
  const nextBytes = (): number => pieceBytes(left, lanes.width);
  const runs = splitRecords(path, header.delimiter, nextBytes, watch?.see);
  for await (const { bytes, count, blanks, hasExponents } of runs) {
    left -= bytes.length;
    const row = numbered(before);
    before += count;
    const piece = await files.write([bytes]);
    await lanes.add(async () => {
      const relation = soundRows(readCsv([piece], names, header.delimiter, 0, BUFFER), row);
      await take({ relation, blanks, hasExponents, rows: count });
      files.giveBack(piece);
    });
  }
  const isTwiceEncoded = (await watch?.end()) ?? false;
  await lanes.drain();
  return isTwiceEncoded;
};

/**
 * The parser makes an error with a stack of every row that is not as wide as the first, at five times the cost of a row; to
 * one that has counted no row, each is the first.
 */
const forgetWidth = (parser: Parser): void => {
  Object.defineProperty(parser.info, 'records', { get: () => 0, set: () => undefined });
};

/**
 * Delivers a UTF-8 delimited file row by row, so that a row of another width, or with a stray quote, is set aside alone.
 * A row may end in one superfluous delimiter. Gives whether blanks stand before a quote, which the engine passes over and this
 * way of reading keeps. Throws MALFORMED_FILE where rows cannot be told apart.
 */
export const deliverByRow = async (
  path: string,
  header: Header,
  label: string,
  table: string,
  sink: RowSink,
): Promise<boolean> => {
  const width = header.columns.length;
  const parser = parse({
    bom: true,
    delimiter: header.delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LINE_BYTES,
    raw: true,
  });
  forgetWidth(parser);
  const split = recordsOf(header.delimiter, width);
  const loose = new RegExp(`(^|[\\n\\r]|${header.delimiter.replace(/\W/, '\\$&')})\\s+"`);
  let hasLooseQuotes = false;
  const endsUnnamed = header.columns.at(-1) === `column${width}`;
  const put = (record: CsvRecord): void => {
    if ('text' in record) {
      sink.refuse(table, 'malformed_row', JSON.stringify(record.text));
      return;
    }
    const { cells } = record;
    const isLevel = cells.length === width || (cells.length === width + 1 && cells[width] === '');
    if (isLevel) sink.write(table, cells.length > width ? cells.slice(0, width) : cells);
    else if (endsUnnamed && cells.length === width - 1) sink.write(table, [...cells, '']);
    else sink.refuse(table, 'ragged_row', JSON.stringify(cells));
  };
  const write = async (
    records: AsyncIterable<{ record: string[]; raw: string }>,
  ): Promise<void> => {
    let isHeader = true;
    for await (const { record, raw } of records) {
      if (isHeader) {
        isHeader = false;
        continue;
      }
      hasLooseQuotes ||= loose.test(raw);
      for (const one of split(record, raw)) put(one);
      const room = sink.room();
      if (room) await room;
    }
  };
  try {
    const small = smallContent(path);
    await pipeline(small ? [small] : createReadStream(path), parser, write);
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const at = typeof cause.lines === 'number' ? ` (line ${cause.lines})` : '';
    const isLong = cause.code === 'CSV_MAX_RECORD_SIZE';
    const long = isLong ? `a row is longer than ${LINE_BYTES / 2 ** 20} MiB, or ` : '';
    throw malformedFile(label, `${long}a quote is opened and never closed${at}`);
  }
  return hasLooseQuotes;
};
