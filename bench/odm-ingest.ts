import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '@portolan/ingest';
import { SaxesParser } from 'saxes';
import { writeAudit } from './rave-audit.ts';

/** A Rave audit of about N MB (default 1024) into the lake; raw limit: saxes over the same bytes with empty handlers. */
const MEGABYTES = Number(process.argv[2] ?? 1024);

const seconds = async (run: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1_000;
};

const bare = async (path: string): Promise<void> => {
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('opentag', () => undefined);
  parser.on('closetag', () => undefined);
  parser.on('text', () => undefined);
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 17 })) {
    parser.write(String(chunk));
  }
  parser.close();
};

const folder = await mkdtemp(join(tmpdir(), 'portolan-bench-odm-'));
try {
  const path = join(folder, 'audit.xml');
  await writeAudit(path, MEGABYTES);
  const before = process.cpuUsage();
  const raw = await seconds(() => bare(path));
  const between = process.cpuUsage(before);
  const limitMemory = process.resourceUsage().maxRSS / 1024;
  let rows = 0;
  const ours = await seconds(async () => {
    const summary = await ingest({ home: join(folder, 'home'), paths: [path] });
    for (const one of summary.files)
      process.stdout.write(
        `${one.feed ?? one.file} ${one.outcome} ${one.rows_read} ${one.messages.join(' ').slice(0, 100)}\n`,
      );
    rows = summary.rows_accepted;
  });
  const after = process.cpuUsage(before);
  const { size } = await stat(path);
  process.stdout.write(
    `odm ingest: ${(size / 1e6).toFixed(0)} MB, ${rows} rows; saxes ${raw.toFixed(2)} s (cpu ${((between.user + between.system) / 1e6).toFixed(1)}), ingest ${ours.toFixed(2)} s (cpu ${((after.user + after.system - between.user - between.system) / 1e6).toFixed(1)}), ratio ${(ours / raw).toFixed(2)}, resident ${limitMemory.toFixed(0)} MB before and ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB after\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
