import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { headOf } from '../ingest/formats/magic.ts';
import { odm } from '../ingest/formats/odm/odm.ts';
import { openPieceFiles } from '../ingest/formats/piece-files.ts';
import type { RowSink, TableShape } from '../ingest/formats/reader.ts';
import { openPieceSink, type PieceSink } from '../ingest/formats/sink.ts';
import { openLanes } from '../ingest/lanes.ts';
import { scratchIn } from '../ingest/scratch.ts';
import { writeAudit } from './rave-audit.ts';

/**
 * Reads a Rave audit of about N MB (default 100), made of the blocks of a real one with other subjects each time.
 * Usage: tsx bench/odm-read.ts [MB]
 */
const MEGABYTES = Number(process.argv[2] ?? 100);
const BUDGET = 1.15;

/** Seconds of processor, which others on the machine disturb less than those of the clock. */
const seconds = async (run: () => Promise<void>): Promise<number> => {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

const bare = async (path: string, xmlns: boolean): Promise<void> => {
  const parser = new SaxesParser({ xmlns, position: false });
  parser.on('opentag', () => undefined);
  parser.on('closetag', () => undefined);
  parser.on('text', () => undefined);
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 17 })) {
    parser.write(String(chunk));
  }
  parser.close();
};

type Ending = RowSink & { readonly end: () => Promise<void> };

const discarding = (): Ending => ({
  write: () => undefined,
  refuse: () => undefined,
  room: () => undefined,
  end: async () => undefined,
});

const read = async (
  path: string,
  sinkFor: (tables: readonly TableShape[]) => Ending,
): Promise<void> => {
  const bytes = headOf(path, 2 ** 18);
  const file = { path, label: 'bench.xml', name: 'bench.xml', member: '' };
  const opened = await odm.open(file, { name: 'bench.xml', bytes, text: bytes.toString() });
  const sink = sinkFor(opened.tables);
  await opened.read(sink);
  await sink.end();
};

/** Every row of every table becomes bytes of a piece that nobody reads. */
const piecesIn =
  (folder: string) =>
  (tables: readonly TableShape[]): PieceSink =>
    openPieceSink(
      tables.map(({ name, columns }) => ({ name, width: columns.length, take: async () => {} })),
      openPieceFiles(scratchIn(folder)),
      openLanes(1),
    );

const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-odm-'));
try {
  const path = join(folder, 'audit.xml');
  await writeAudit(path, MEGABYTES);
  const figures = {
    'saxes, namespaces': await seconds(() => bare(path, true)),
    'saxes, no namespaces': await seconds(() => bare(path, false)),
    'reader, rows discarded': await seconds(() => read(path, discarding)),
    'reader, rows in pieces': await seconds(() => read(path, piecesIn(folder))),
  };
  for (const [name, time] of Object.entries(figures)) {
    console.log(`${name.padEnd(24)} ${time.toFixed(2)} s  ${(MEGABYTES / time).toFixed(0)} MB/s`);
  }
  const ratio = figures['reader, rows discarded'] / figures['saxes, namespaces'];
  console.log(`reader / bare saxes      ${ratio.toFixed(2)} (budget ${BUDGET})`);
  console.log(`resident                 ${(process.resourceUsage().maxRSS / 1_024).toFixed(0)} MB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
