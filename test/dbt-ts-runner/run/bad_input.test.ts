import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dbtTs, folderOnFile } from '../support/command_line.ts';
import { type Files, messages, openFiles, statuses } from '../support/project_folder.ts';

describe('names that are taken', () => {
  const a: Files = { 'models/a.sql': 'select 1 as id' };

  test.each<[string, Files, string]>([
    [
      'two models',
      { 'models/x/a.sql': 'select 2 as id' },
      "models/x/a.sql: The model 'a' is also defined in models/a.sql. Rename one.",
    ],
    [
      'a model and a seed',
      { 'seeds/a.csv': 'id\n1\n' },
      "seeds/a.csv: The seed 'a' would be the relation memory.main.a, which the model 'a' of models/a.sql is. Give one another alias or schema.",
    ],
    [
      'two aliases',
      { 'models/b.sql': "{{ config(alias='a') }}select 2 as id" },
      "models/b.sql: The model 'b' would be the relation memory.main.a, which the model 'a' of models/a.sql is.",
    ],
    [
      'models of two packages',
      {
        'packages.yml': 'packages: [{local: p}]',
        'p/dbt_project.yml': 'name: p\nprofile: shop\n',
        'p/models/a.sql': 'select 2 as id',
      },
      "models/a.sql: The model 'a' would be the relation memory.main.a",
    ],
    [
      'two macros',
      {
        'macros/m.sql': '{% macro m() %}1{% endmacro %}',
        'macros/n.sql': '{% macro m() %}2{% endmacro %}',
      },
      "macros/n.sql: The macro 'm' is also defined in macros/m.sql. Rename one.",
    ],
    [
      'two entries of properties',
      { 'models/a.yml': 'models: [{name: a}]', 'models/b.yml': 'models: [{name: a}]' },
      "models/b.yml: 'a' already has properties in models/a.yml. Join the two entries.",
    ],
  ])('%s', async (_, files, message) => {
    await expect(openFiles({ ...a, ...files })).rejects.toThrow(message);
  });

  test('by resources of two kinds are remarked where they are two relations, or refused', async () => {
    const files = {
      ...a,
      'seeds/a.csv': 'id\n1\n',
      'seeds/a.yml': 'seeds: [{name: a, config: {schema: raw}}]',
    };
    const { project } = await openFiles(files);
    expect(project.warnings).toEqual([
      {
        name: 'DuplicateNameDistinctNodeTypesDeprecation',
        text: "The seed 'a' has the name of the model in models/a.sql. Rename one.",
      },
    ]);
    const flags =
      'name: shop\nprofile: shop\nflags: {require_unique_project_resource_names: true}\n';
    await expect(openFiles({ ...files, 'dbt_project.yml': flags })).rejects.toThrow(
      "seeds/a.csv: The seed 'a' has the name of the model in models/a.sql.",
    );
  });

  test('in other schemas, by versions and by what is disabled are free', async () => {
    const { project } = await openFiles({
      ...a,
      'models/b.sql': "{{ config(alias='a', schema='other') }}select 2 as id",
      'models/c.sql': "{{ config(alias='a', enabled=false) }}select 2 as id",
      'models/v_v1.sql': 'select 1 as id',
      'models/v_v2.sql': 'select 2 as id',
      'models/v.yml': 'models: [{name: v, versions: [{v: 1}, {v: 2}]}]',
    });
    expect(statuses(await project.build().finished())).toEqual({
      a: 'success',
      b: 'success',
      v: 'success',
    });
  });
});

test.each([
  ["{{ ref('ordres') }}", /^models\/m\.sql.*'m' uses ref\('ordres'\).*Did you mean 'orders'/],
  [
    "{{ source('raw', 'lins') }}",
    /^models\/m\.sql.*'m' uses source\('raw', 'lins'\).*Did you mean/,
  ],
])('%s, which is not there, is told with what is near', async (from, message) => {
  const files = {
    'models/m.sql': `select * from ${from}`,
    'models/orders.sql': 'select 1 as id',
    'models/raw.yml': 'sources: [{name: raw, tables: [{name: lines}]}]',
  };
  await expect(openFiles(files)).rejects.toThrow(message);
});

describe('a macro that calls itself for ever', () => {
  const shown =
    'maximum recursion depth exceeded. (called in macro m, called in macro m, called in macro m, called in macro m, called in macro m, ';

  test('is an error of the parse', async () => {
    const files = {
      'macros/m.sql': '{% macro m() %}{{ m() }}{% endmacro %}',
      'models/a.sql': 'select {{ m() }} as id',
    };
    const error = await openFiles(files).catch(String);
    expect(error).toContain(`macros/m.sql:1:19: ${shown}`);
    expect(error).toMatch(/, \d+ more, called in macro m, called in macro m, called in macro m\)$/);
  });

  test('is an error of the node, and others run', async () => {
    const { project } = await openFiles({
      'macros/m.sql': '{% macro m() %}{% if execute %}{{ m() }}{% endif %}{% endmacro %}',
      'models/a.sql': 'select {{ m() }} 1 as id',
      'models/b.sql': 'select 1 as id',
    });
    const summary = await project.run().finished();
    expect(statuses(summary)).toEqual({ a: 'error', b: 'success' });
    expect(messages(summary).a).toContain(shown);
  });
});

test('a test that cannot run is an error, and holds back what a failed one would', async () => {
  const { project } = await openFiles({
    'models/a.sql': 'select 1 as id',
    'models/b.sql': "select * from {{ ref('a') }}",
    'tests/t.sql': "select nope from {{ ref('a') }}",
  });
  const summary = await project.build().finished();
  expect(statuses(summary)).toEqual({ a: 'success', b: 'skipped', t: 'error' });
  expect(messages(summary).t).toMatch(/^tests\/t.sql: The database says: Binder Error: .*"nope"/);
});

test('a database that another process has open is named, and nothing runs', async () => {
  const dir = await folderOnFile({ 'models/a.sql': 'select 1 as id' });
  const path = join(dir, 'shop.duckdb');
  const holder = spawn(process.execPath, ['--input-type=module', '-e', holding, path], {
    cwd: import.meta.dirname,
  });
  onTestFinished(() => void holder.kill());
  await once(holder.stdout, 'data');
  const { code, err } = await dbtTs(dir, 'run');
  expect([code, err.join()]).toEqual([
    2,
    expect.stringContaining(
      `The DuckDB file ${path} cannot be opened: IO Error: Could not set lock`,
    ),
  ]);
});

const holding = `
import { DuckDBInstance } from '@duckdb/node-api';
const database = await DuckDBInstance.create(process.argv[1]);
await (await database.connect()).run('create table held (id int)');
console.log('open');
setInterval(() => database, 1000);
`;
