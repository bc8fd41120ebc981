import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dbtTs } from '../support/command_line.ts';
import { type Files, projectFolder, writeFiles } from '../support/project_folder.ts';
import { madeAnew, parsed } from './parsed.ts';

const project: Files = {
  'models/a.sql': 'select 1 as id',
  'models/b.sql': "select * from {{ ref('a') }}",
  'models/b.yml': 'models: [{name: b, columns: [{name: id, data_tests: [unique]}]}]',
};
const ids = ['model.shop.a', 'model.shop.b', 'test.shop.unique_b_id.fd91545187'];
const keptIn = (dir: string) => join(dir, 'target', 'partial_parse.json');

/** Ids of the nodes that a second parse of the files makes anew. */
async function secondParse(files: Files, change: Files = {}): Promise<string[]> {
  const dir = await projectFolder(files);
  const first = await parsed(dir);
  await writeFiles(dir, change);
  return madeAnew(first, await parsed(dir));
}

describe('what is parsed anew', () => {
  test('nothing, where nothing changed', async () => {
    expect(await secondParse(project)).toEqual([]);
  });

  test('a model that changed', async () => {
    expect(await secondParse(project, { 'models/a.sql': 'select 2 as id' })).toEqual([ids[0]]);
  });

  test('what a properties file describes', async () => {
    const change = { 'models/b.yml': `${project['models/b.yml']} # changed` };
    const anew = await secondParse(project, change);
    expect(anew.map((id) => id.split('.')[0])).toEqual(['model', 'test']);
  });

  test('what shows a docs block', async () => {
    const described = {
      ...project,
      'models/a.yml': `models: [{name: a, description: "{{ doc('x') }}"}]`,
      'models/docs.md': '{% docs x %}One.{% enddocs %}',
    };
    const change = { 'models/docs.md': '{% docs x %}Two.{% enddocs %}' };
    expect(await secondParse(described, change)).toEqual([ids[0]]);
  });

  test('everything, where a macro or a setting changed', async () => {
    const change = { 'macros/m.sql': '{% macro m() %}{% endmacro %}' };
    expect(await secondParse(project, change)).toHaveLength(3);
    const settings = { 'dbt_project.yml': 'name: shop\nprofile: shop\nvars: {x: 1}\n' };
    expect(await secondParse(project, settings)).toHaveLength(3);
  });

  test.each([
    ['run_started_at', "{{ run_started_at.strftime('%Y') }}"],
    ['invocation_id', '{{ invocation_id }}'],
    ['the clock', '{{ modules.datetime.datetime.now().year }}'],
    ['metadata of the environment', '{{ dbt_metadata_envs }}'],
  ])('what may differ each time: %s', async (_, text) => {
    const files = { ...project, 'models/a.sql': `select '${text}' as id` };
    expect(await secondParse(files)).toEqual([ids[0]]);
  });

  test('what takes its config from the clock through YAML', async () => {
    const yaml = 'models: [{name: a, config: {meta: {at: "{{ invocation_id }}"}}}]';
    expect(await secondParse({ ...project, 'models/a.yml': yaml })).toEqual([ids[0]]);
  });

  test('floats of YAML stay floats', async () => {
    const dir = await projectFolder({
      ...project,
      'models/a.yml': 'models: [{name: a, config: {meta: {rate: 2.0}}}]',
      'models/a.sql': "select {{ config.get('meta').rate }} as rate",
    });
    await parsed(dir);
    await dbtTs(dir, 'compile');
    const compiled = await readFile(join(dir, 'target/compiled/shop/models/a.sql'), 'utf8');
    expect(compiled).toBe('select 2.0 as rate');
  });
});

describe('a kept parse that cannot be used is not used', () => {
  const damages: Readonly<Record<string, (text: string) => string>> = {
    empty: () => '',
    truncated: (text) => text.slice(0, text.length / 2),
    'not JSON': () => 'kept',
    'of other content': (text) => text.replaceAll('select 1 as id', 'select 9 as id'),
    'of another version': (text) => text.replace(/"key":"[0-9a-f]{8}/, '"key":"00000000'),
    'without a head': (text) => text.slice(text.indexOf('\n') + 1),
  };

  test.each(Object.entries(damages))('%s', async (_, damage) => {
    const dir = await projectFolder(project);
    const first = await parsed(dir);
    const text = await readFile(keptIn(dir), 'utf8');
    await writeFile(keptIn(dir), damage(text));
    const second = await parsed(dir);
    expect(madeAnew(first, second)).toEqual(ids);
    expect(second.nodes['model.shop.a']?.raw_code).toBe('select 1 as id');
    expect(madeAnew(second, await parsed(dir))).toEqual([]);
  });
});

describe('secrets', () => {
  const secret = 'p"4ss\\word';
  const env = { DBT_ENV_SECRET_KEY: secret };

  test('a parse that shows one is not kept', async () => {
    const dir = await projectFolder({
      ...project,
      'models/a.sql': "{{ config(meta={'key': env_var('DBT_ENV_SECRET_KEY')}) }}select 1 as id",
    });
    await parsed(dir, { env });
    await expect(readFile(keptIn(dir))).rejects.toThrow('ENOENT');
  });

  test('of one that was read there is a hash', async () => {
    const dir = await projectFolder({
      ...project,
      'models/a.sql': "select {{ env_var('DBT_ENV_SECRET_KEY') | length }} as id",
    });
    const first = await parsed(dir, { env });
    const text = await readFile(keptIn(dir), 'utf8');
    expect(text).toContain('DBT_ENV_SECRET_KEY');
    expect(text).not.toContain('4ss');
    expect(madeAnew(first, await parsed(dir, { env }))).toEqual([]);
    const other = await parsed(dir, { env: { DBT_ENV_SECRET_KEY: 'other' } });
    expect(madeAnew(first, other)).toEqual(ids);
  });
});

describe('nothing is kept', () => {
  test.each([
    ['--no-partial-parse', ['--no-partial-parse'], {}],
    [
      'flags of dbt_project.yml',
      [],
      { 'dbt_project.yml': 'name: shop\nprofile: shop\nflags: {partial_parse: false}\n' },
    ],
    ['--no-write-json', ['--no-write-json'], {}],
  ])('with %s', async (_, options, files) => {
    const dir = await projectFolder({ ...project, ...files });
    expect(await dbtTs(dir, 'parse', ...options)).toMatchObject({ code: 0 });
    await expect(readFile(keptIn(dir))).rejects.toThrow('ENOENT');
  });

  test('--partial-parse wins over flags', async () => {
    const flags = 'name: shop\nprofile: shop\nflags: {partial_parse: false}\n';
    const dir = await projectFolder({ ...project, 'dbt_project.yml': flags });
    await dbtTs(dir, 'parse', '--partial-parse');
    expect(await readFile(keptIn(dir), 'utf8')).toContain('model.shop.a');
  });
});

test('what was kept is built, compiled and listed as a fresh parse is', async () => {
  const dir = await projectFolder({
    ...project,
    'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}',
  });
  const fresh = await dbtTs(dir, 'ls');
  expect(await dbtTs(dir, 'ls')).toEqual(fresh);
  expect(await dbtTs(dir, 'build')).toMatchObject({ code: 0 });
});
