import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { SaxesParser } from 'saxes';
import { headOf } from '../ingest/formats/magic.ts';
import { odm } from '../ingest/formats/odm/odm.ts';
import type { RowSink } from '../ingest/formats/reader.ts';
import { writeAudit } from './rave-audit.ts';

/**
 * Reads a Rave audit of about N MB (default 100), made of the blocks of a real one with other subjects each time.
 * Usage: tsx bench/odm-read.ts [MB]
 */
const MEGABYTES = Number(process.argv[2] ?? 100);
const BUDGET = 1.15;

const seconds = async (run: () => Promise<void>): Promise<number> => {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1_000;
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

const discarding: RowSink = {
  write: () => undefined,
  refuse: () => undefined,
  room: () => undefined,
};

const joining = (): RowSink => {
  let lines: string[] = [];
  return {
    write: (_, cells) => {
      let line = '';
      for (const value of cells) {
        line += value
          ? `,${/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value}`
          : ',';
      }
      lines.push(line);
      if (lines.length > 10_000) lines = lines.slice(0, 0);
    },
    refuse: () => undefined,
    room: () => undefined,
  };
};

const read = async (path: string, sink: RowSink): Promise<void> => {
  const bytes = await headOf(path, 2 ** 18);
  const file = { path, label: 'bench.xml', name: 'bench.xml', member: '' };
  const opened = await odm.open(file, { name: 'bench.xml', bytes, text: bytes.toString() });
  await opened.read(sink);
};

const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-odm-'));
try {
  const path = join(folder, 'audit.xml');
  await writeAudit(path, MEGABYTES);
  const figures = {
    'saxes, namespaces': await seconds(() => bare(path, true)),
    'saxes, no namespaces': await seconds(() => bare(path, false)),
    'reader, rows discarded': await seconds(() => read(path, discarding)),
    'reader, rows joined': await seconds(() => read(path, joining())),
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
