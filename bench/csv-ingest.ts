import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ingest } from '@portolan/ingest';

/** CSV, contract-checked, into the lake; raw limit: DuckDB reads the same file all text into Parquet. */
const rows = Number(process.argv[2] ?? 5_000_000);
const folder = await mkdtemp(join(tmpdir(), 'portolan-bench-'));
const file = join(folder, 'edc_data_pages.csv');

const instance = await DuckDBInstance.create();
const connection = await instance.connect();

await connection.run(
  `copy (select 'AA-AA-000-0000' as protocolname, format('{:05d}', (i % 30000)::int) || '-001' as subjectname,
     'Week ' || (i % 52) as visit, 'Form ' || (i % 40) as formoid,
     (12000 + i % 4000)::double as visit_date, (12000 + i % 4000 + i % 15)::double as min_entereddate,
     i % 15 as data_entry_lag from range(${rows}) as numbers(i))
   to '${file}' (format csv, header)`,
);

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const raw = await seconds(() =>
  connection.run(
    `copy (from read_csv('${file}', all_varchar = true)) to '${join(folder, 'raw.parquet')}' (format parquet)`,
  ),
);
let accepted = 0;
const ours = await seconds(async () => {
  const summary = await ingest({ home: join(folder, 'home'), paths: [file] });
  accepted = summary.rows_accepted;
});
const { size } = await stat(file);
connection.closeSync();
instance.closeSync();
await rm(folder, { recursive: true });

if (accepted !== rows) throw new Error(`Only ${accepted} of ${rows} rows were accepted.`);
process.stdout.write(
  `csv ingest: ${rows} rows, ${(size / 1e6).toFixed(0)} MB; raw ${raw.toFixed(2)} s, ingest ${ours.toFixed(2)} s, ratio ${(ours / raw).toFixed(2)}\n`,
);
