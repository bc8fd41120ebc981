import { unzipSync, type Zippable, zipSync } from 'fflate';

/** Earliest day a zip entry can carry; the archive's own dates say nothing about the report. */
const entryDate = new Date(1980, 0, 1);

/** Packs the same parts into the same bytes: entries sorted, one date, one compression level. */
export function repack(workbook: Uint8Array): Uint8Array {
  const parts = Object.entries(unzipSync(workbook)).filter(([name]) => !name.endsWith('/'));
  const sorted: Zippable = {};
  for (const [name, bytes] of parts.sort(([a], [b]) => order(a) - order(b) || (a < b ? -1 : 1))) {
    sorted[name] = [bytes, { mtime: entryDate, level: 6, os: 0 }];
  }
  return zipSync(sorted);
}

/** Office readers expect the content types first. */
function order(name: string): number {
  return name === '[Content_Types].xml' ? 0 : 1;
}
