import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { type Engine, filePath, text } from '../engine.ts';
import { malformedFile } from '../errors.ts';
import type { Header } from './header.ts';
import { cell } from './table.ts';

const LINE_BYTES = 16 * 2 ** 20;

const readCsv = (path: string, columns: readonly string[], delimiter: string): string => {
  const types = columns.map((name) => `${text(name)}: 'VARCHAR'`).join(', ');
  return `read_csv(${filePath(path)}, hive_partitioning = false, auto_detect = false, header = true, delim = ${text(delimiter)}, quote = '"', escape = '"', strict_mode = true, max_line_size = ${LINE_BYTES}, columns = {${types}})`;
};

const names = (header: Header): readonly string[] => header.columns.map((_, index) => cell(index));

/** The engine reads a file without fault in bulk; it stops at the first row that it cannot split. */
const readInBulk = async (engine: Engine, path: string, header: Header): Promise<boolean> => {
  try {
    await engine.run(
      `CREATE TABLE bulk AS SELECT * FROM ${readCsv(path, names(header), header.delimiter)}`,
    );
  } catch {
    await engine.run('DROP TABLE IF EXISTS bulk');
    return false;
  }
  await engine.run(
    'CREATE VIEW delivered AS SELECT rowid + 1 AS _row, NULL::VARCHAR AS _fault, NULL::VARCHAR AS _cells, * FROM bulk',
  );
  return true;
};

const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`;

/** Every row in the header's width, led by its number and, where its own width differs, what is wrong with it. */
const levelled = async function* (records: AsyncIterable<string[]>, width: number) {
  const headings = [
    '_row',
    '_fault',
    '_cells',
    ...Array.from({ length: width }, (_, i) => cell(i)),
  ];
  yield `${headings.join(',')}\n`;
  let row = 0;
  for await (const record of records) {
    row += 1;
    if (row === 1) continue;
    const isLevel =
      record.length === width || (record.length === width + 1 && record[width] === '');
    const fault = isLevel ? '' : quote('ragged_row');
    const cells = isLevel ? '' : quote(JSON.stringify(record));
    const values = isLevel ? record.slice(0, width) : Array<string>(width).fill('');
    yield `${row - 1},${fault},${cells},${values.map((value) => (value === '' ? '' : quote(value))).join(',')}\n`;
  }
};

const readByRow = async (
  engine: Engine,
  path: string,
  header: Header,
  folder: string,
  label: string,
): Promise<void> => {
  const target = join(folder, 'levelled.csv');
  const parser = parse({
    bom: true,
    delimiter: header.delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LINE_BYTES,
  });
  try {
    await pipeline(
      createReadStream(path),
      parser,
      (records) => levelled(records, header.columns.length),
      createWriteStream(target),
    );
  } catch (cause) {
    const at =
      cause instanceof CsvError && typeof cause.lines === 'number' ? ` (line ${cause.lines})` : '';
    throw malformedFile(label, `a quote is opened and never closed${at}`);
  }
  const all = ['_row', '_fault', '_cells', ...names(header)];
  const [row, ...rest] = all;
  await engine.run(
    `CREATE TABLE delivered AS SELECT ${row}::BIGINT AS _row, ${rest.join(', ')} FROM ${readCsv(target, all, ',')}`,
  );
};

/**
 * Loads a UTF-8 delimited file as `delivered`: in bulk, or row by row where the engine meets a row of another width, so
 * that this row alone is set aside. Throws MALFORMED_FILE where rows cannot be told apart.
 */
export const loadCsv = async (
  engine: Engine,
  path: string,
  header: Header,
  folder: string,
  label: string,
): Promise<void> => {
  if (await readInBulk(engine, path, header)) return;
  await readByRow(engine, path, header, folder, label);
};
