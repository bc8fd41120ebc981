import { createReadStream, createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { loadPurged, loadRetracted, malformedFile } from '../errors.ts';
import { ingest } from '../ingest.ts';
import { openStaging } from '../lake/staging.ts';
import { findLoad, readLedger } from '../ledger/ledger.ts';
import type { IngestSummary } from '../summary.ts';
import { unguarded } from './cell.ts';
import { EXPORT_COLUMNS } from './export.ts';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

const line = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

/** The rows of an export, or undefined where the file is none: it has the columns that only an export has. */
const isExport = (header: readonly string[]): boolean =>
  EXPORT_COLUMNS.every((name) => header.includes(name));

const headerOf = async (path: string): Promise<readonly string[]> => {
  const parser = createReadStream(path).pipe(
    parse({ bom: true, to: 1, relax_column_count: true, relax_quotes: true }),
  );
  try {
    for await (const record of parser) return record;
  } catch {
    return [];
  }
  return [];
};

/** Writes the delivered columns of a corrected export into `target`; gives the row numbers that they correct. */
const strip = async (
  path: string,
  header: readonly string[],
  loadId: string,
  target: string,
): Promise<readonly number[]> => {
  const label = basename(path);
  const rows: number[] = [];
  const own = new Set<string>(EXPORT_COLUMNS);
  const places = header.flatMap((name, at) => (own.has(name) ? [] : [at]));
  const [loadAt, rowAt] = [header.indexOf('_load'), header.indexOf('_row')];
  const lines = async function* (records: AsyncIterable<readonly string[]>) {
    let isFirst = true;
    for await (const record of records) {
      if (!isFirst) {
        const row = Number(record[rowAt]);
        if (!Number.isInteger(row) || row < 1)
          throw malformedFile(label, `record ${rows.length + 1} has no row number in _row`);
        if (record[loadAt] !== loadId)
          throw malformedFile(
            label,
            `row ${row} is not of load ${loadId}; correct one load at a time`,
          );
        rows.push(row);
      }
      const cells = places.map((at) => record[at] ?? '');
      yield line(isFirst ? cells : cells.map(unguarded));
      isFirst = false;
    }
  };
  const parser = parse({ bom: true, relax_column_count: false });
  await pipeline(createReadStream(path), parser, lines, createWriteStream(target)).catch(
    (cause: unknown) => {
      if (cause instanceof Error && cause.name === 'CsvError')
        throw malformedFile(label, 'a row has another number of cells than the header');
      throw cause;
    },
  );
  return rows;
};

/**
 * Ingests a corrected file against the load that refused rows of it: a corrected export (its `_row` says which rows are
 * replaced) or the whole corrected file (all of them). What is accepted is known from now and lands as changes; what is
 * refused again is the quarantine of the new load. Throws UNKNOWN_LOAD, LOAD_RETRACTED, LOAD_PURGED, MALFORMED_FILE.
 */
export const correctLoad = async (
  home: string,
  id: string,
  path: string,
  receivedAt?: string,
): Promise<IngestSummary> => {
  const { record, retraction, purge } = findLoad(await readLedger(home), id);
  if (retraction) throw loadRetracted(record.load_id, retraction.retracted_at, retraction.why);
  if (purge) throw loadPurged(record.load_id, purge.purged_at);
  const staging = await openStaging(home);
  try {
    const header = await headerOf(path);
    const stripped = join(
      staging.folder,
      `${basename(record.file_name).replace(/\.[^.]*$/, '')}.csv`,
    );
    const rows = isExport(header)
      ? await strip(path, header, record.load_id, stripped)
      : ('all' as const);
    return await ingest({
      home,
      paths: [rows === 'all' ? path : stripped],
      source: record.profile,
      correction: { load: record, rows },
      set: Object.fromEntries(
        (record.constants ?? [])
          .filter((one) => one.given_by !== 'profile')
          .map(({ column, value }) => [column, value]),
      ),
      ...(receivedAt === undefined ? {} : { receivedAt }),
    });
  } finally {
    await staging.remove();
  }
};
