import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ingest } from '@portolan/ingest';

/** CSV, contract-checked, into the lake; raw limit: DuckDB reads the same file all text into Parquet. */
const rows = Number(process.argv[2] ?? 5_000_000);
const folder = await mkdtemp(join(tmpdir(), 'portolan-bench-'));
const file = join(folder, 'subject_visits.csv');
const home = join(folder, 'home');

const profile = `profile: bench
description: eight columns of subject visits
files:
  - name: visits
    match: { file: subject_visits.csv }
    feed: subject_visit
    mode: delta
    columns: { visit_status: status }
`;

const instance = await DuckDBInstance.create();
const connection = await instance.connect();

await mkdir(join(home, 'sources'), { recursive: true });
await writeFile(join(home, 'sources', 'bench.yaml'), profile);
await connection.run(
  `copy (select 'PTL-' || (i % 60) as study_id, format('S{:06d}', (i // 20)::int) as subject_id,
     format('V{:08d}', i) as visit_id, 'Week ' || (i % 20) as visit_name,
     (date '2020-01-01' + (i % 2000)::int)::varchar as visit_date,
     (date '2020-01-03' + (i % 2000)::int)::varchar as entered_date,
     case when i % 20 = 0 then 'unscheduled' else 'scheduled' end as visit_type,
     case when i % 9 = 0 then 'missed' else 'completed' end as status
     from range(${rows}) as numbers(i))
   to '${file}' (format csv, header)`,
);

/** Seconds on the clock, and of the processor over all cores. */
interface Took {
  readonly clock: number;
  readonly processor: number;
}

const took = async (work: () => Promise<unknown>): Promise<Took> => {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const clock = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { clock, processor: (user + system) / 1e6 };
};

const readRaw = (): Promise<Took> =>
  took(() =>
    connection.run(
      `copy (from read_csv('${file}', all_varchar = true)) to '${join(folder, 'raw.parquet')}' (format parquet)`,
    ),
  );

const load = async (): Promise<Took> => {
  await rm(join(home, 'lake'), { recursive: true, force: true });
  return took(async () => {
    const summary = await ingest({ home, paths: [file] });
    if (summary.rows_accepted !== rows) {
      throw new Error(`Only ${summary.rows_accepted} of ${rows} rows were accepted.`);
    }
  });
};

/** Turn and turn about, so that both meet the same machine; the middle of each counts. */
const ROUNDS = 5;
const raws: Took[] = [];
const loads: Took[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  raws.push(await readRaw());
  loads.push(await load());
}
const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const middleOf = (rounds: readonly Took[]): Took => ({
  clock: middle(rounds.map(({ clock }) => clock)),
  processor: middle(rounds.map(({ processor }) => processor)),
});
const raw = middleOf(raws);
const ours = middleOf(loads);
const said = ({ clock, processor }: Took): string =>
  `${clock.toFixed(2)} s (processor ${processor.toFixed(2)} s)`;
const { size } = await stat(file);
connection.closeSync();
instance.closeSync();
await rm(folder, { recursive: true });

process.stdout.write(
  `csv ingest: ${rows} rows x 8, ${(size / 1e6).toFixed(0)} MB; raw ${said(raw)}, ingest ${said(ours)}, ratio ${(ours.clock / raw.clock).toFixed(2)}, resident ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB\n`,
);
