import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PER_FILE = 20;
const PER_FOLDER = 100;

const named = (at: number): string => `model_${String(at).padStart(4, '0')}`;

/** A model reads one to three of those before it; the first twenty read nothing. */
const parentsOf = (at: number): readonly number[] => {
  if (at < PER_FILE) return [];
  return Array.from({ length: 1 + (at % 3) }, (_, nth) => (at * 7 + nth * 13) % at);
};

const sqlOf = (at: number): string => {
  const parents = parentsOf(at);
  const config = `{{ config(materialized='${at % 5 === 0 ? 'table' : 'view'}', tags=['t${at % 7}']) }}\n\n`;
  if (parents.length === 0) return `${config}select 1 as id, 'a' as code\n`;
  const reads = parents.map(
    (parent, nth) => `p${nth} as (\n    select * from {{ ref('${named(parent)}') }}\n)`,
  );
  return `${config}with ${reads.join(',\n')}\nselect\n    p0.id,\n    p0.code{% for name in ['x', 'y'] %},\n    '{{ name }}' as col_{{ name }}_${at}{% endfor %}\nfrom p0\n`;
};

const yamlOf = (at: number): string =>
  `  - name: ${named(at)}
    description: Model ${at}
    columns:
      - name: id
        description: Its key
        data_tests:
          - unique
          - not_null
      - name: code
        data_tests:
          - accepted_values:
              arguments:
                values: [a, b]
`;

/** Writes a project of `models` models with three data tests each, on a DuckDB file of its own; gives the path of one model. */
export const writeProject = (folder: string, models: number): string => {
  const folderOf = (at: number): string =>
    join(folder, 'models', `area_${Math.floor(at / PER_FOLDER)}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'dbt_project.yml'),
    'name: bench\nversion: "1.0"\nprofile: bench\nflags:\n  send_anonymous_usage_stats: false\n',
  );
  writeFileSync(
    join(folder, 'profiles.yml'),
    'bench:\n  target: dev\n  outputs:\n    dev: { type: duckdb, path: bench.duckdb, threads: 2 }\n',
  );
  for (let at = 0; at < models; at += 1) {
    mkdirSync(folderOf(at), { recursive: true });
    writeFileSync(join(folderOf(at), `${named(at)}.sql`), sqlOf(at));
    if (at % PER_FILE !== 0) continue;
    const some = Array.from({ length: Math.min(PER_FILE, models - at) }, (_, nth) => at + nth);
    const text = `models:\n${some.map(yamlOf).join('')}`;
    writeFileSync(join(folderOf(at), `_models_${at}.yml`), text);
  }
  return join(folderOf(0), `${named(1)}.sql`);
};
