import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { duckDbSettings } from '../../../packages/dbt-ts-runner/adapter/duckdb/settings.ts';
import { type Files, messages, openFiles } from '../support/project_folder.ts';

const drop: Files = {
  'data/orders.csv': 'id,amount\n1,10\n2,20\n',
  'models/sources.yml': `
sources:
  - name: drops
    meta: {external_location: "data/{name}.csv"}
    tables: [{name: orders}]`,
};

test('relative files lie in the project, wherever the program runs', async () => {
  const { project, dir, rows } = await openFiles({
    ...drop,
    'models/copied.sql':
      "{{ config(materialized='external', location='copied.parquet') }}select * from {{ source('drops', 'orders') }}",
    'models/read.sql': "{{ config(materialized='table') }}select * from 'data/orders.csv'",
    'models/columns.sql':
      "{{ config(materialized='table') }}select '{{ adapter.get_columns_in_relation(source('drops', 'orders')) | map(attribute='name') | join('+') }}' as names",
  });
  await project.build().finished();
  expect(existsSync(join(dir, 'copied.parquet'))).toBe(true);
  expect(await rows('select sum(amount) from copied')).toEqual([['30']]);
  expect(await rows('select count(*) from read')).toEqual([['2']]);
  expect(await rows('select names from columns')).toEqual([['id+amount']]);
});

test('--empty reads no rows of a file, and an empty model keeps its columns', async () => {
  const { project, rows } = await openFiles({
    ...drop,
    'models/none.sql':
      "{{ config(materialized='external', format='json') }}select * from {{ source('drops', 'orders') }}",
  });
  await project.run({ empty: true }).finished();
  expect(await rows('select count(*), count(id) from none')).toEqual([['0', '0']]);
});

test.each([
  [
    'meta: {external_location: "x{nothing}", formatter: newstyle}',
    "The source drops.orders names 'nothing' in its external_location, which neither it nor its meta has.",
  ],
  [
    'meta: {external_location: x, formatter: other}',
    "The source drops.orders has the formatter 'other'; there are newstyle, oldstyle, template.",
  ],
  ['meta: {plugin: excel}', "uses the plugin 'excel', and plugins need Python."],
])('a source with %s is refused', async (meta, message) => {
  const files = { 'models/s.yml': `sources: [{name: drops, ${meta}, tables: [{name: orders}]}]` };
  await expect(openFiles(files)).rejects.toThrow(message);
});

test('what cannot be written as a file fails the model', async () => {
  const { project } = await openFiles({
    'models/odd.sql': "{{ config(materialized='external', format='xml') }}select 1 as id",
    'models/glue.sql': "{{ config(materialized='external', glue_register=true) }}select 1 as id",
  });
  const told = messages(await project.run().finished());
  expect(told.odd).toContain('xml');
  expect(told.glue).toContain('plugins and Glue are not supported');
});

test('secrets of stores become statements, extensions are loaded or else installed', () => {
  const target = {
    ...{ profileName: 'shop', name: 'dev', type: 'duckdb', schema: 'main', database: undefined },
    ...{ threads: 1, shown: {} },
    settings: {
      extensions: ['httpfs', { name: 'h3', repo: 'community' }],
      secrets: [
        { type: 's3', region: 'eu', secret: "a'b", scope: ['s3://one', 's3://two'] },
        { type: 'http', name: 'web', headers: { 'X-Key': 'k' }, provider: 'config' },
      ],
    },
  };
  expect(duckDbSettings(target, '/project')).toMatchObject({
    onConnect: [`set "file_search_path" = '/project'`],
    extensions: [
      { load: 'load "httpfs"', install: 'install "httpfs"' },
      { load: 'load "h3"', install: 'install "h3" from community' },
    ],
    onOpen: [
      `create or replace secret "_dbt_secret_1" (type s3, region 'eu', secret 'a''b', scope 's3://one', scope 's3://two')`,
      `create or replace secret "web" (type http, headers map {'X-Key': 'k'}, provider config)`,
    ],
  });
  const broken = { ...target, settings: { secrets: [{ type: 's3)', secret: 'hidden' }] } };
  expect(() => duckDbSettings(broken, '/project')).toThrow(/^(?!.*hidden).*single words/);
});

test('templates see no secrets of the target', async () => {
  const { project } = await openFiles({
    'profiles.yml':
      'shop: {target: dev, outputs: {dev: {type: duckdb, external_root: out, secrets: [{type: s3, secret: x}]}}}',
    'models/a.sql':
      "{{ config(tags=[target.get('secrets') | string, adapter.external_root()]) }}select 1 as id",
  });
  expect(project.ls().map((node) => 'tags' in node && node.tags)).toEqual([['None', 'out']]);
});
