import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openProject } from 'dbt-ts-runner';
import { expect, onTestFinished, test } from 'vitest';
import { duckDbSettings } from '../../../packages/dbt-ts-runner/adapter/duckdb/settings.ts';
import { type Files, messages, openFiles, projectFolder } from '../support/project_folder.ts';

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
    'models/listed.yml': `
sources:
  - name: lists
    tables:
      - {name: two, meta: {external_location: "read_csv(['data/orders.csv', 'data/[n-z]*.csv'])"}}
      - {name: quoted, meta: {external_location: "'data/orders.csv'"}}`,
    'models/read.sql':
      "{{ config(materialized='table') }}select * from {{ source('lists', 'two') }} union all from {{ source('lists', 'quoted') }}",
    'models/columns.sql':
      "{{ config(materialized='table') }}select '{{ adapter.get_columns_in_relation(source('drops', 'orders')) | map(attribute='name') | join('+') }}' as names",
  });
  await project.build().finished();
  expect(existsSync(join(dir, 'copied.parquet'))).toBe(true);
  expect(await rows('select sum(amount) from copied')).toEqual([['30']]);
  expect(await rows('select count(*) from read')).toEqual([['6']]);
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
])('a source with %s is refused', async (meta, message) => {
  const files = { 'models/s.yml': `sources: [{name: drops, ${meta}, tables: [{name: orders}]}]` };
  await expect(openFiles(files)).rejects.toThrow(message);
});

test('a source of a plugin fails what reads it, and nothing else', async () => {
  const { project } = await openFiles({
    'models/s.yml':
      'sources: [{name: sheets, tables: [{name: orders, meta: {plugin: excel}}, {name: plain, meta: {plugin: null, external_location: "data/orders.csv"}}]}]',
    'data/orders.csv': drop['data/orders.csv'] ?? '',
    'models/other.sql': "select * from {{ source('sheets', 'plain') }}",
    'models/reader.sql': "select * from {{ source('sheets', 'orders') }}",
  });
  const told = messages(await project.run().finished());
  expect(told).toMatchObject({
    other: 'OK',
    reader:
      "models/reader.sql:1:18: The source sheets.orders uses the plugin 'excel', and plugins need Python.",
  });
});

test('names with apostrophes are quoted', async () => {
  const { project, dir, rows } = await openFiles({
    "data/o'neill.csv": 'id,note\n1,a\n',
    'models/s.yml': `sources: [{name: drops, tables: [{name: own, meta: {external_location: "data/o'neill.csv"}}]}]`,
    'models/copied.sql': `{{ config(materialized='external', location="it's.csv", options={'quote': "'", 'delimiter': ';', 'null': "na"}, csv_read_options={'quote': "'", 'delim': ';', 'nullstr': "na"}) }}
      select id, note, null as nothing from {{ source('drops', 'own') }}`,
  });
  expect(messages(await project.run().finished())).toEqual({ copied: 'OK' });
  expect(readFileSync(join(dir, "it's.csv"), 'utf8')).toBe('id;note;nothing\n1;a;na\n');
  expect(await rows('select id, nothing from copied')).toEqual([['1', null]]);
});

test('a database whose configuration is locked is built on', async () => {
  const database = await DuckDBInstance.create(':memory:', { lock_configuration: 'true' });
  const { project } = await openFiles({ 'models/a.sql': 'select 1 as id' }, { database });
  expect(messages(await project.run().finished())).toEqual({ a: 'OK' });
});

test('of a database that is handed over, the one counts that its connections are put into', async () => {
  const { project, rows } = await openFiles(
    {
      'profiles.yml':
        'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, schema: main, attach: [{path: ":memory:", alias: other}]}\n',
      'models/a.sql': 'select 1 as id',
    },
    { connectionHook: async (connection) => void (await connection.run('use other')) },
  );
  expect(messages(await project.run().finished())).toEqual({ a: 'OK' });
  expect(await rows('select id from other.main.a')).toEqual([[1]]);
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

const dev = {
  ...{ profileName: 'shop', name: 'dev', type: 'duckdb', schema: 'main', database: undefined },
  ...{ threads: 1, shown: {} },
};

test('secrets of stores become statements', () => {
  const settings = {
    secrets: [
      { type: 's3', region: 'eu', secret: "a'b", scope: ['s3://one', 's3://two'] },
      { type: 'http', name: 'web', headers: { 'X-Key': 'k' }, provider: 'config' },
    ],
  };
  expect(duckDbSettings({ ...dev, settings }, '/project').secrets).toEqual([
    {
      name: '_dbt_secret_1',
      statement: `create or replace secret "_dbt_secret_1" (type s3, region 'eu', secret 'a''b', scope 's3://one', scope 's3://two')`,
    },
    {
      name: 'web',
      statement: `create or replace secret "web" (type http, headers map {'X-Key': 'k'}, provider config)`,
    },
  ]);
});

test.each([
  { type: 's3)', secret: 'hidden' },
  { type: 's3', '1x': 'hidden' },
])('a secret whose words are none is refused', (secret) => {
  const settings = { secrets: [secret] };
  expect(() => duckDbSettings({ ...dev, settings }, '/project')).toThrow(
    /^(?!.*hidden).*single words/,
  );
});

/** What a run says whose target has these settings and its own folder of extensions. */
async function refusal(settings: string, extensions: Files = {}): Promise<string> {
  const installed = await projectFolder(extensions);
  const options = `extension_directory: ${installed}, custom_extension_repository: ${installed}/none`;
  const dir = await projectFolder({
    'models/a.sql': 'select 1 as id',
    'profiles.yml': `shop: {target: dev, outputs: {dev: {type: duckdb, config_options: {${options}}, ${settings}}}}`,
  });
  const project = await openProject(dir, { env: {} });
  onTestFinished(() => project.close());
  return project
    .run()
    .finished()
    .then(() => 'nothing', String);
}

test('a secret that cannot be created is named without what it holds', async () => {
  expect(await refusal('secrets: [{type: http, select: hidden, bearer: hidden}]')).toBe(
    "RunnerError: The secret '_dbt_secret_1' of the target cannot be created. Correct its type, provider or keys, or load the extension that has the type.",
  );
});

test('an extension that is nowhere is told with both errors', async () => {
  expect(await refusal('extensions: [h3]')).toMatch(
    /The extension 'h3' cannot be loaded: .*not found.* It cannot be installed: .*none/s,
  );
});

test('an extension that is installed and does not load is not installed again', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const version = 'select library_version, (from pragma_platform()) from pragma_version()';
  const [place = []] = await (await connection.run(version)).getRowsJson();
  const broken = { [`${place.join('/')}/h3.duckdb_extension`]: 'no extension' };
  expect(await refusal('extensions: [h3]', broken)).toMatch(
    /^RunnerError: The database says: .*is not a DuckDB extension/,
  );
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
