import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ingest } from '@portolan/ingest';

/**
 * Rows that all break the contract, each kind in a process of its own; raw limit: as many rows that keep it.
 * Usage: tsx bench/rejected-rows.ts [rows] [kind]
 */
const ROWS = Number(process.argv[2] ?? 1_000_000);
const BUDGET = 1.5;

const profile = `profile: bench
description: eight columns of subject visits
files:
  - name: visits
    match: { file: subject_visits.csv }
    feed: subject_visit
    mode: delta
    columns: { visit_status: status }
`;

const lineOf = (date: string, more: string) => (row: number) =>
  `PTL-${row % 60},S${Math.floor(row / 20)},V${row},Week ${row % 20},${date},2026-01-05,scheduled,completed${more}\n`;

/** Rows by what becomes of them. */
const KINDS: Readonly<Record<string, (row: number) => string>> = {
  accepted: lineOf('2026-01-03', ''),
  'a date that cannot be': lineOf('2026-02-30', ''),
  'no subject': (row) => lineOf('2026-01-03', '')(row).replace(/,S\d+,/, ',,'),
  'one key': () => lineOf('2026-01-03', '')(1),
  'a cell too many': lineOf('2026-01-03', ',more'),
};

interface Measured {
  readonly accepted: number;
  readonly rejected: number;
  readonly seconds: number;
  readonly residentMb: number;
  readonly heapMb: number;
}

/** Loads one file in this process and tells what it took; `heapMb` is the most that lived at a sign of progress or a tick. */
const loadHere = async (home: string, file: string): Promise<void> => {
  let heap = 0;
  const look = (): void => {
    heap = Math.max(heap, process.memoryUsage().heapUsed);
  };
  const timer = setInterval(look, 20);
  const { files, seconds } = await ingest({ home, paths: [file], onEvent: look });
  clearInterval(timer);
  const sum = (of: (one: (typeof files)[number]) => number): number =>
    files.reduce((total, one) => total + of(one), 0);
  const measured: Measured = {
    accepted: sum((one) => one.rows_accepted),
    rejected: sum((one) => one.rows_rejected),
    seconds,
    residentMb: process.resourceUsage().maxRSS / 1024,
    heapMb: heap / 2 ** 20,
  };
  process.stdout.write(JSON.stringify(measured));
};

const write = async (file: string, row: (row: number) => string): Promise<void> => {
  const out = createWriteStream(file);
  out.write('study_id,subject_id,visit_id,visit_name,visit_date,entered_date,visit_type,status\n');
  for (let at = 0; at < ROWS; ) {
    let chunk = '';
    for (const end = Math.min(ROWS, at + 10_000); at < end; at += 1) chunk += row(at);
    if (!out.write(chunk)) await new Promise<void>((done) => out.once('drain', () => done()));
  }
  await new Promise<void>((done) => out.end(done));
};

const measure = async (row: (row: number) => string): Promise<Measured> => {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-bench-'));
  try {
    const home = join(folder, 'home');
    const file = join(folder, 'subject_visits.csv');
    await mkdir(join(home, 'sources'), { recursive: true });
    await writeFile(join(home, 'sources', 'bench.yaml'), profile);
    await write(file, row);
    const self = fileURLToPath(import.meta.url);
    const args = ['--import', 'tsx', self, '--load', home, file];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the load ended with ${status}: ${stderr}`);
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
};

const compare = async (): Promise<void> => {
  let base: Measured | undefined;
  const only = process.argv[3];
  for (const [kind, row] of Object.entries(KINDS)) {
    if (only !== undefined && kind !== only) continue;
    const found = await measure(row);
    base ??= found;
    const expected = kind === 'accepted' ? 0 : kind === 'one key' ? ROWS - 1 : ROWS;
    if (found.rejected !== expected || found.accepted + found.rejected !== ROWS)
      throw new Error(`${kind}: ${found.accepted} rows accepted, ${found.rejected} rejected`);
    process.stdout.write(
      `${kind.padEnd(22)} ${ROWS} rows: ${found.seconds.toFixed(1)} s, resident ${found.residentMb.toFixed(0)} MB, ratio ${(found.residentMb / base.residentMb).toFixed(2)} (budget ${BUDGET}), heap ${found.heapMb.toFixed(0)} MB\n`,
    );
  }
};

if (process.argv[2] === '--load') await loadHere(process.argv[3] ?? '', process.argv[4] ?? '');
else await compare();
