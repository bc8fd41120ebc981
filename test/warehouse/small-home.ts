import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

export interface StudyLoad {
  readonly loadedAt: string;
  readonly name: string;
  /** Rows as [study_id, phase]. */
  readonly rows: readonly (readonly [string, string])[];
}

const text = (value: string): string => `'${value}'`;

/** Writes loads of feed `study` as ingest leaves them, into a new home. */
export async function homeWith(loads: readonly StudyLoad[]): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'portolan-warehouse-'));
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  for (const { loadedAt, name, rows } of loads) {
    const load_id = `${loadedAt.replaceAll(/[-:]/g, '')}-${name}`;
    const folder = join(home, 'lake/study', `load=${load_id}`);
    await mkdir(folder, { recursive: true });
    const values = rows.map(([id, phase], row) => `(${text(id)}, ${text(phase)}, ${row + 1})`);
    await connection.run(
      `copy (select study_id, phase, null::varchar as _extra, null::varchar as _deleted,
         ${text(load_id)} as _load_id, timestamp ${text(loadedAt.slice(0, 19).replace('T', ' '))} as _loaded_at,
         ${text(name)} as _file_sha256, row::bigint as _row, 'snapshot' as _mode, 'ctms' as _source, 'ctms' as _scope
       from (values ${values.join(', ')}) as delivered(study_id, phase, row))
       to ${text(join(folder, 'part-0.parquet'))} (format parquet)`,
    );
    const record = {
      ...{ load_id, feed: 'study', profile: 'p', source: 'ctms', mode: 'snapshot' },
      ...{ file_name: `${name}.csv`, file_sha256: name, loaded_at: loadedAt },
      ...{ rows_read: rows.length, rows_accepted: rows.length, rows_rejected: 0 },
    };
    await writeFile(join(folder, 'load.json'), JSON.stringify(record));
  }
  connection.closeSync();
  instance.closeSync();
  return home;
}

/** The test of keys that the project of Portolan has. */
const unique = readFileSync(
  resolve(import.meta.dirname, '../../models/tests/generic/unique_combination_of_columns.sql'),
  'utf8',
);

const files: Record<string, string> = {
  'dbt_project.yml':
    'name: small\nversion: "1"\nprofile: small\nmodel-paths: [marts]\nmacro-paths: [macros]\n',
  'profiles.yml':
    'small:\n  target: duckdb\n  outputs:\n    duckdb: { type: duckdb, path: "{{ env_var(\'PORTOLAN_WAREHOUSE\') }}", schema: main }\n',
  'macros/schema.sql':
    '{% macro generate_schema_name(custom, node) %}{{ custom or target.schema }}{% endmacro %}',
  'marts/sources.yml':
    'sources:\n  - name: lake\n    tables: [{ name: study }, { name: site }, { name: _loads }]\n',
  'marts/studies.sql': `{{ config(materialized='table', schema='marts') }}
select study_id, phase from (
  select *, row_number() over (partition by study_id order by _loaded_at desc) as nth
  from {{ source('lake', 'study') }}) as rows where nth = 1`,
  'marts/studies.yml':
    'models:\n  - name: studies\n    columns:\n      - name: phase\n        data_tests:\n          - accepted_values: { arguments: { values: [I, II, ii, III] } }\n',
  'macros/generic.sql': unique,
  'marts/amounts.sql': `{{ config(materialized='table', schema='marts') }}
select study_id, cast(case count(*) when 1 then 0 else -0.0001 end as decimal(38, 4)) as amount
from {{ source('lake', 'study') }} group by study_id`,
  'marts/words.sql': `{{ config(materialized='table', schema='marts') }}
select study_id, lower(phase) as word from (select distinct study_id, phase from {{ source('lake', 'study') }}) as phases`,
  'marts/words.yml':
    'models:\n  - name: words\n    data_tests:\n      - unique_combination_of_columns: { arguments: { combination_of_columns: [study_id, word] } }\n',
  'marts/feed_status.sql': `{{ config(materialized='table', schema='marts') }}
select feed, count(*) as loads, (select count(*) from {{ source('lake', 'site') }}) as site_rows
from {{ source('lake', '_loads') }} group by feed`,
};

/** A dbt project of four marts over the lake. */
export async function smallModels(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-models-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}
