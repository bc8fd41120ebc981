import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '@portolan/ingest';
import { parse } from 'csv-parse/sync';

/** Many files of three rows, each a load of its own; raw limit: csv-parse reads the same files. Usage: tsx bench/tiny-files.ts [files] */
const FILES = Number(process.argv[2] ?? 10_000);
const BUDGET_MS = 5;
const folder = await mkdtemp(join(tmpdir(), 'portolan-bench-'));
const drop = join(folder, 'drop');
const home = join(folder, 'home');

const profile = `profile: bench
description: eight columns of subject visits
files:
  - name: visits
    match: { file: "subject_visits_*.csv" }
    feed: subject_visit
    mode: delta
    columns: { visit_status: status }
`;

const content = (file: number): string =>
  [
    'study_id,subject_id,visit_id,visit_name,visit_date,entered_date,visit_type,status',
    ...Array.from(
      { length: 3 },
      (_, row) =>
        `PTL-${file % 60},S${file},V${row},Week ${row},2026-01-0${row + 1},2026-01-0${row + 3},scheduled,completed`,
    ),
    '',
  ].join('\n');

const milliseconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const pathOf = (file: number): string =>
  join(drop, `subject_visits_${String(file).padStart(6, '0')}.csv`);

const readRaw = async (): Promise<void> => {
  let rows = 0;
  for (let file = 0; file < FILES; file += 1) {
    rows += parse(await readFile(pathOf(file)), { columns: true }).length;
  }
  if (rows !== FILES * 3) throw new Error(`only ${rows} rows were read`);
};

const load = async (): Promise<void> => {
  const { files } = await ingest({ home, paths: [drop] });
  const rows = files.reduce((sum, file) => sum + file.rows_accepted, 0);
  if (rows !== FILES * 3) throw new Error(`only ${rows} rows were accepted`);
};

try {
  await mkdir(join(home, 'sources'), { recursive: true });
  await mkdir(drop);
  await writeFile(join(home, 'sources', 'bench.yaml'), profile);
  for (let file = 0; file < FILES; file += 1) await writeFile(pathOf(file), content(file));
  const raw = await milliseconds(readRaw);
  const processor = process.cpuUsage();
  const ours = await milliseconds(load);
  const { user, system } = process.cpuUsage(processor);
  const again = await milliseconds(load);
  const each = (ours - raw) / FILES;
  process.stdout.write(
    `tiny files: ${FILES} of 3 rows; parsed bare ${(raw / FILES).toFixed(2)} ms each, loaded ${(ours / FILES).toFixed(2)} ms each (processor ${((user + system) / 1000 / FILES).toFixed(2)}), beyond the parse ${each.toFixed(2)} ms (budget ${BUDGET_MS}); met again ${(again / FILES).toFixed(2)} ms each; resident ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB\n`,
  );
} finally {
  await rm(folder, { recursive: true });
}
