import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readState } from 'dbt-ts-runner';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Files, openFiles, type Workbench, writeFiles } from '../support/project_folder.ts';
import { shop } from '../support/shop.ts';

const files: Files = {
  ...shop,
  'models/customers.sql': `${shop['models/customers.sql']}-- {{ outer_macro() }}`,
  'macros/own.sql':
    '{% macro outer_macro() %}{{ inner_macro() }}{% endmacro %}{% macro inner_macro() %}x{% endmacro %}{% macro apart() %}y{% endmacro %}',
  'models/raw.yml':
    "sources: [{name: raw, tables: [{name: t, description: T}]}]\nexposures: [{name: board, type: dashboard, owner: {name: Ann}, depends_on: [ref('customers')]}]",
};

/** A copy of the artifacts that the project has left. */
async function keptState({ dir }: Workbench): Promise<string> {
  const kept = await mkdtemp(join(tmpdir(), 'dbt-ts-runner-state-'));
  onTestFinished(() => rm(kept, { recursive: true, force: true }));
  await cp(join(dir, 'target'), kept, { recursive: true });
  return kept;
}

/** The names of what a selection takes after the files have changed. */
async function after(changes: Files, ...select: string[]): Promise<string[]> {
  const bench = await openFiles(files);
  await bench.build();
  const state = await readState(await keptState(bench));
  await writeFiles(bench.dir, changes);
  const { project } = await bench.reopen();
  return project
    .ls({ select, state, indirectSelection: 'empty' })
    .map((node) => node.name)
    .sort();
}

const orders = shop['models/staging/stg_orders.sql'] ?? '';
const ordersYaml = shop['models/customers.yml'] ?? '';

describe('state:', () => {
  test.each<[string, Files, string[]]>([
    ['state:modified', {}, []],
    ['state:modified', { 'models/staging/stg_orders.sql': `${orders} -- x` }, ['stg_orders']],
    ['state:modified.body', { 'models/staging/stg_orders.sql': `${orders} -- x` }, ['stg_orders']],
    ['state:modified.configs', { 'models/staging/stg_orders.sql': `${orders} -- x` }, []],
    [
      'state:modified.configs',
      { 'models/staging/stg_orders.sql': `{{ config(materialized='table') }}${orders}` },
      ['stg_orders'],
    ],
    [
      'state:modified.relation',
      { 'models/staging/stg_orders.sql': `{{ config(alias='o') }}${orders}` },
      ['stg_orders'],
    ],
    ['state:modified', { 'seeds/raw_orders.csv': 'id,customer,amount,status\n' }, ['raw_orders']],
    [
      'state:modified',
      { 'macros/own.sql': files['macros/own.sql']?.replace('y{%', 'z{%') ?? '' },
      [],
    ],
    [
      'state:modified.macros',
      { 'macros/own.sql': files['macros/own.sql']?.replace('x{%', 'z{%') ?? '' },
      ['customers'],
    ],
    ['state:new', { 'models/added.sql': 'select 1 as id' }, ['added']],
    [
      'state:modified+',
      { 'models/staging/stg_orders.sql': `${orders} -- x` },
      [
        'board',
        'customers',
        'stg_orders',
        'totals_are_positive',
        'relationships_stg_orders_customer_id__customer_id__ref_stg_customers_',
        'unique_customers_customer_id',
        'not_null_customers_customer_id',
        'accepted_values_customers_name__Ann__Bob__Cy',
        'orders_are_counted',
      ].sort(),
    ],
    ['state:modified', { 'models/customers.yml': ordersYaml.replace('One row', 'A row') }, []],
    [
      'state:modified',
      { 'models/raw.yml': files['models/raw.yml']?.replace('dashboard', 'notebook') ?? '' },
      ['board'],
    ],
    [
      'state:modified',
      {
        'models/raw.yml':
          files['models/raw.yml']?.replace('description: T', 'identifier: tt') ?? '',
      },
      ['t'],
    ],
    [
      'state:old,resource_type:model',
      { 'models/added.sql': 'select 1 as id' },
      ['customers', 'stg_customers', 'stg_orders'],
    ],
    [
      'state:unmodified,resource_type:model',
      { 'models/staging/stg_orders.sql': `${orders} -- x` },
      ['customers', 'stg_customers'],
    ],
  ])('%s after %j takes %j', async (select, changes, names) => {
    expect(await after(changes, select)).toEqual(names);
  });

  test('descriptions count where they are written into the database', async () => {
    const described = (text: string) => ({
      'models/m.sql': "{{ config(persist_docs={'relation': true}) }} select 1 as id",
      'models/m.yml': `models: [{name: m, description: ${text}}]`,
    });
    const bench = await openFiles(described('before'));
    await bench.build();
    const state = await readState(await keptState(bench));
    await writeFiles(bench.dir, described('after'));
    const { project } = await bench.reopen();
    const select = ['state:modified.persisted_descriptions'];
    expect(project.ls({ select, state }).map((node) => node.name)).toEqual(['m']);
  });

  test('built-in macros of another version are no change of the project', async () => {
    const bench = await openFiles(files);
    await bench.build();
    const path = join(bench.dir, 'target/manifest.json');
    const manifest = JSON.parse(await readFile(path, 'utf8'));
    manifest.macros['macro.dbt.test_unique'].macro_sql += '-- another version';
    await writeFile(path, JSON.stringify(manifest));
    const state = await readState(join(bench.dir, 'target'));
    expect(bench.project.ls({ select: ['state:modified'], state })).toEqual([]);
  });

  test('says what is missing or not understood', async () => {
    const { project, dir } = await openFiles(files);
    const ls = (select: string) => async () =>
      project.ls({ select: [select], state: await readState(dir) });
    await expect(ls('state:new')).rejects.toThrow(
      /state:new needs the manifest.json of an earlier run, and .* has no manifest.json/,
    );
    expect(() => project.ls({ select: ['state:new'] })).toThrow(
      /no state is given. Name its folder with --state/,
    );
    await writeFiles(dir, { 'manifest.json': '{"nodes": {}}' });
    await expect(ls('state:changed')).rejects.toThrow(
      /state:changed cannot be understood. Use new, old/,
    );
    await writeFiles(dir, { 'manifest.json': 'oops' });
    await expect(ls('state:new')).rejects.toThrow(/manifest.json is no artifact of a run/);
  });
});

describe('result: and source_status:', () => {
  test('take what ended in a way', async () => {
    const bench = await openFiles({
      'models/bad.sql': 'select nope',
      'models/below.sql': "select * from {{ ref('bad') }}",
      'models/good.sql': 'select 1 as id',
    });
    await bench.build();
    const state = await readState(join(bench.dir, 'target'));
    const taken = (...select: string[]) =>
      bench.project.ls({ select, state }).map((node) => node.name);
    expect([taken('result:error'), taken('result:error+'), taken('result:success')]).toEqual([
      ['bad'],
      ['bad', 'below'],
      ['good'],
    ]);
  });

  test('take sources that were loaded since', async () => {
    const bench = await openFiles({
      'models/raw.yml': `
sources:
  - name: raw
    schema: main
    loaded_at_field: loaded
    freshness: {warn_after: {count: 1, period: day}}
    tables: [{name: a}, {name: b}]
`,
      'models/uses_a.sql': "select * from {{ source('raw', 'a') }}",
      'models/uses_b.sql': "select * from {{ source('raw', 'b') }}",
    });
    await bench.rows(
      "create table a as select timestamp '2020-01-01' as loaded; create table b as select timestamp '2020-01-01' as loaded",
    );
    await bench.project.freshness();
    const kept = await keptState(bench);
    await bench.rows("insert into b values (timestamp '2020-01-02')");
    await bench.project.freshness();
    const state = await readState(kept, join(bench.dir, 'target'));
    const select = ['source_status:fresher+'];
    expect(bench.project.ls({ select, state }).map((node) => node.name)).toEqual(['b', 'uses_b']);
  });
});
