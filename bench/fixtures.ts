import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { generate } from '@portolan/fixtures';
import { generateBulk, largeScale } from '../fixtures/bulk/index.ts';
import { dayOf } from '../fixtures/calendar.ts';

/**
 * A portfolio of each size named (`small`, `medium`, `large`, or a share of it: `large/20`), each in a
 * process of its own; raw limit: DuckDB writes as many bytes of constants as CSV on one thread.
 */
const [first, ...rest] = process.argv.slice(2);

async function write(size: string, out: string): Promise<void> {
  if (size === 'small' || size === 'medium') {
    await generate({ size, seed: 1, out });
    return;
  }
  const share = Number(size.split('/')[1] ?? 1);
  const part = (count: number) => Math.round(count / share);
  const scale = {
    studies: part(largeScale.studies),
    sites: part(largeScale.sites),
    subjects: part(largeScale.subjects),
  };
  await generateBulk({ seed: 1, out, asOf: dayOf('2026-03-31'), scale });
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function rawSeconds(bytes: number, file: string): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const width = 100;
  const seconds = await secondsOf(() =>
    connection.run(
      `copy (select repeat('x', ${width - 1}) as text from range(${Math.ceil(bytes / width)}))
       to '${file}' (format csv, header)`,
    ),
  );
  connection.closeSync();
  instance.closeSync();
  return seconds;
}

if (first === 'one') {
  const [size = '', out = ''] = rest;
  const seconds = await secondsOf(() => write(size, out));
  const { maxRSS } = process.resourceUsage();
  process.stdout.write(JSON.stringify({ seconds, resident: maxRSS * 1024 }));
} else {
  const sizes = first === undefined ? ['small', 'large/20'] : [first, ...rest];
  for (const size of sizes) {
    const folder = await mkdtemp(join(tmpdir(), 'portolan-bench-'));
    const out = join(folder, 'portfolio');
    const child = spawnSync(
      process.execPath,
      [...process.execArgv, import.meta.filename, 'one', size, out],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    );
    if (child.status !== 0) throw new Error(`The ${size} portfolio was not generated.`);
    const { seconds, resident } = JSON.parse(child.stdout);
    const bytes = await bytesIn(out);
    const raw = await rawSeconds(bytes, join(folder, 'raw.csv'));
    await rm(folder, { recursive: true });
    process.stdout.write(
      `fixtures ${size}: ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s, ${(resident / 1e6).toFixed(0)} MB resident; raw ${raw.toFixed(2)} s, ratio ${(seconds / raw).toFixed(1)}\n`,
    );
  }
}
