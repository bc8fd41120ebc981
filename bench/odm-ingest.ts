import { spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '@portolan/ingest';
import { SaxesParser } from 'saxes';
import { writeAudit } from './rave-audit.ts';

/**
 * A Rave audit of about N MB (default 1024) into the lake; raw limit: saxes over the same bytes with empty handlers. Each
 * runs in a process of its own, turn and turn about, and the middle of three rounds counts.
 * Usage: tsx bench/odm-ingest.ts [MB]
 */
interface Figures {
  readonly seconds: number;
  readonly cpu: number;
  readonly rows: number;
  readonly resident: number;
}

const saxes = async (path: string): Promise<number> => {
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('opentag', () => undefined);
  parser.on('closetag', () => undefined);
  parser.on('text', () => undefined);
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 17 })) {
    parser.write(String(chunk));
  }
  parser.close();
  return 0;
};

const load = async (path: string, home: string): Promise<number> => {
  await rm(home, { recursive: true, force: true });
  return (await ingest({ home, paths: [path] })).rows_accepted;
};

const measured = async (work: () => Promise<number>): Promise<Figures> => {
  const start = performance.now();
  const before = process.cpuUsage();
  const rows = await work();
  const { user, system } = process.cpuUsage(before);
  return {
    seconds: (performance.now() - start) / 1_000,
    cpu: (user + system) / 1e6,
    rows,
    resident: process.resourceUsage().maxRSS / 1024,
  };
};

const apart = (...args: readonly string[]): Figures => {
  const program = ['--import', 'tsx', import.meta.filename, ...args];
  const { stdout, status } = spawnSync(process.execPath, program, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}`);
  return JSON.parse(stdout);
};

const middle = (rounds: readonly Figures[]): Figures => {
  const [, second] = [...rounds].sort((left, right) => left.seconds - right.seconds);
  if (!second) throw new Error('no rounds');
  return second;
};

const main = async (megabytes: number): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-bench-odm-'));
  try {
    const path = join(folder, 'audit.xml');
    await writeAudit(path, megabytes);
    const raws: Figures[] = [];
    const loads: Figures[] = [];
    for (let round = 0; round < 3; round += 1) {
      raws.push(apart('saxes', path));
      loads.push(apart('load', path, join(folder, 'home')));
    }
    const raw = middle(raws);
    const ours = middle(loads);
    const { size } = await stat(path);
    process.stdout.write(
      `odm ingest: ${(size / 1e6).toFixed(0)} MB, ${ours.rows} rows; saxes ${raw.seconds.toFixed(2)} s (${raw.cpu.toFixed(1)} of processor), ingest ${ours.seconds.toFixed(2)} s (${ours.cpu.toFixed(1)} of processor), ratio ${(ours.seconds / raw.seconds).toFixed(2)}, resident ${ours.resident.toFixed(0)} MB\n`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const [kind, path = '', home = ''] = process.argv.slice(2);
if (kind === 'saxes') process.stdout.write(JSON.stringify(await measured(() => saxes(path))));
else if (kind === 'load') {
  process.stdout.write(JSON.stringify(await measured(() => load(path, home))));
} else await main(Number(kind ?? 1024));
