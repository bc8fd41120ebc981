import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ingest, type LoadRecord } from '@portolan/ingest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../ingest/home.ts';
import { random } from './random.ts';

const KILLS = 20;
const FILES = 4;
const ROWS = 1_000;
const CHILD = join(import.meta.dirname, 'ingest-child.ts');

const PROFILE = `profile: killed
description: one file that feeds two
files:
  - name: visits
    match: { columns: [study, subject, visit, day] }
    feeds:
      - { feed: subject_visit, columns: { study_id: study, subject_id: subject, visit_id: visit, visit_date: day } }
      - { feed: edc_page, columns: { study_id: study, subject_id: subject, page_id: visit, entered_date: day } }
`;

const visits = (round: number, file: number): string => {
  const rows = Array.from(
    { length: ROWS },
    (_, i) => `X-${round}-${file},S${i % 50},V${i},2026-01-${10 + (i % 20)}`,
  );
  return ['study,subject,visit,day', ...rows, 'X,S,bad,2026-02-30', ''].join('\n');
};

let root: string;
let home: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portolan-sigkill-'));
  home = join(root, 'home');
  mkdirSync(join(home, 'sources'), { recursive: true });
  writeFileSync(join(home, 'sources', 'killed.yaml'), PROFILE);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const deliver = (round: number): string => {
  const folder = join(root, `round-${round}`);
  mkdirSync(folder);
  for (let file = 0; file < FILES; file += 1) {
    writeFileSync(join(folder, `visits-${file}.csv`), visits(round, file));
  }
  return folder;
};

/** Kills the child `delay` ms after its n-th sign of progress; tells whether it was still at work. */
const killed = async (folder: string, signs: number, delay: number): Promise<boolean> => {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, home, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<NodeJS.Signals | null>((end) =>
    child.once('exit', (_, signal) => end(signal)),
  );
  const reached = new Promise<void>((reach) => {
    let seen = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.length;
      if (seen >= signs) reach();
    });
  });
  await Promise.race([reached.then(() => wait(delay)), ended]);
  child.kill('SIGKILL');
  return (await ended) === 'SIGKILL';
};

const folders = (path: string): string[] => (existsSync(path) ? readdirSync(path) : []);

/** Checks every load that is not in `known`, and gives how many there are. */
const expectWhole = async (known: Set<string>): Promise<number> => {
  let loads = 0;
  for (const feed of ['subject_visit', 'edc_page']) {
    for (const load of folders(join(home, 'lake', feed))) {
      loads += 1;
      if (known.has(feed + load)) continue;
      known.add(feed + load);
      const folder = join(home, 'lake', feed, load);
      const record: LoadRecord = JSON.parse(readFileSync(join(folder, 'load.json'), 'utf8'));
      const [rows] = await query(
        `SELECT (SELECT count(*)::INTEGER FROM read_parquet('${folder}/part-*.parquet', hive_partitioning = false)) AS accepted, (SELECT count(*)::INTEGER FROM read_parquet('${folder}/rejected.parquet', hive_partitioning = false)) AS rejected`,
      );
      expect(rows).toEqual({ accepted: record.rows_accepted, rejected: record.rows_rejected });
      expect(record.rows_read).toBe(ROWS + 1);
      expect(record.rows_accepted + record.rows_rejected).toBe(record.rows_read);
      const kept = join(home, 'lake', 'files', record.file_sha256);
      const [name = ''] = readdirSync(kept);
      const bytes = readFileSync(join(kept, name));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(record.file_sha256);
    }
  }
  return loads;
};

test('a killed ingest leaves each load whole or absent, and the next one completes', async () => {
  const next = random(20_260_331);
  const known = new Set<string>();
  let cut = 0;
  for (let round = 0; round < KILLS; round += 1) {
    const signs = 1 + Math.floor(next() * FILES * 3);
    if (await killed(deliver(round), signs, next() * 60)) cut += 1;
    await expectWhole(known);
  }
  expect(cut, 'kills that met the child at work').toBeGreaterThanOrEqual(KILLS / 2);
  const paths = Array.from({ length: KILLS }, (_, round) => join(root, `round-${round}`));
  const { files } = await ingest({ home, paths });
  expect(files).toHaveLength(KILLS * FILES * 2);
  expect(files.every((file) => ['partly_loaded', 'already_loaded'].includes(file.outcome))).toBe(
    true,
  );
  expect(files.some((file) => file.outcome === 'already_loaded')).toBe(true);
  expect(await expectWhole(new Set())).toBe(KILLS * FILES * 2);
  expect(readdirSync(join(home, 'lake', '.staging'))).toEqual([]);
}, 240_000);
