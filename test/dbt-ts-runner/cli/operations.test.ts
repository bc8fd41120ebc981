import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dbtTs, folderOnFile } from '../support/command_line.ts';
import { openFiles, writeFiles } from '../support/project_folder.ts';

const macros = {
  'macros/own.sql': `
{% macro keep(name, value=1) %}
  {%- do run_query('create table ' ~ name ~ ' as select ' ~ value ~ ' as v') -%}
  {{ log('kept ' ~ name, info=true) }}
  {{ return({'name': name, 'rows': run_query('select * from ' ~ name).rows | length}) }}
{% endmacro %}
{% macro both() %}{% do run_query('begin; create table b as select 1 as x; commit') %}{% endmacro %}
{% macro broken() %}{% do run_query('select nope') %}{% endmacro %}`,
};

describe('run-operation', () => {
  test('runs a macro with arguments, tells what it logs and gives what it returns', async () => {
    const { project, rows } = await openFiles(macros);
    const said: string[] = [];
    const answer = await project.runOperation('keep', {
      args: { name: 't', value: 7 },
      onMessage: ({ text }) => said.push(text),
    });
    expect([answer, said]).toEqual([{ name: 't', rows: 1 }, ['kept t']]);
    expect(await rows('select v from t')).toEqual([[7]]);
    await project.runOperation('shop.both');
    expect(await rows('select x from b')).toEqual([[1]]);
  });

  test('on the command line', async () => {
    const dir = await folderOnFile(macros);
    expect(await dbtTs(dir, 'run-operation', 'keep', '--args', '{name: t}')).toEqual({
      code: 0,
      out: ['kept t'],
      err: [],
    });
    const { results } = JSON.parse(await readFile(join(dir, 'target/run_results.json'), 'utf8'));
    expect(results).toMatchObject([{ unique_id: 'macro.shop.keep', status: 'success' }]);
  });

  test.each([
    [['keeep'], /^There is no macro 'keeep' to run. Did you mean 'keep'/],
    [['keep', '--args', '[1]'], /^--args is '\[1\]'. Give a YAML mapping/],
    [['keep', '--args', '{colour: red}'], /takes no keyword argument 'colour'/],
    [['broken'], /The database says: Binder Error/],
  ])('%j is refused', async (args, message) => {
    const { code, out, err } = await dbtTs(await folderOnFile(macros), 'run-operation', ...args);
    expect([code, out, err.length]).toEqual([2, [], 1]);
    expect(err[0]).toMatch(message);
  });
});

const shown = {
  'models/numbers.sql': 'select * from range(9) as r(n)',
  'models/brief.sql': "{{ config(materialized='ephemeral') }} select 1 as id, null as nothing",
  'seeds/people.csv': 'id,name\n1,Ann\n2,Bob\n',
};

describe('show', () => {
  test('prints the first rows of models and seeds without building them', async () => {
    const dir = await folderOnFile(shown);
    await dbtTs(dir, 'seed');
    expect(await dbtTs(dir, 'show', '-s', 'numbers', 'people', '--limit', '2')).toEqual({
      code: 0,
      out: [
        "First rows of 'numbers':",
        '| n |',
        '| - |',
        '| 0 |',
        '| 1 |',
        "First rows of 'people':",
        '| id | name |',
        '| -- | ---- |',
        '|  1 | Ann  |',
        '|  2 | Bob  |',
      ],
      err: [],
    });
    const all = await dbtTs(dir, 'show', '-s', 'numbers', '--limit', '-1', '--output', 'json');
    expect(JSON.parse(all.out[0] ?? '').show).toHaveLength(9);
  });

  test('takes inline SQL with references, ephemeral models too', async () => {
    const { project } = await openFiles(shown);
    const [preview] = await project.show({ inline: "select * from {{ ref('brief') }}" });
    expect(preview).toMatchObject({
      name: undefined,
      columns: ['id', 'nothing'],
      rows: [[1, null]],
    });
  });

  test('says what is wrong with inline SQL and with a limit', async () => {
    const dir = await folderOnFile(shown);
    const missing = await dbtTs(dir, 'show', '--inline', "select * from {{ ref('brieff') }}");
    expect(missing.err[0]).toMatch(
      /^--inline: 'inline' uses ref\('brieff'\).*Did you mean 'brief'/,
    );
    expect((await dbtTs(dir, 'show', '-s', 'numbers', '--limit', 'x')).err).toEqual([
      "--limit is 'x'. Give a whole number.",
    ]);
  });
});

describe('compile --inline', () => {
  test('prints the SQL of a template', async () => {
    const dir = await folderOnFile(shown);
    const text = "select * from {{ ref('brief') }} join {{ ref('numbers') }} on true";
    expect((await dbtTs(dir, 'compile', '--inline', text)).out).toEqual([
      'with __dbt__cte__brief as (\n select 1 as id, null as nothing\n)\nselect * from __dbt__cte__brief join "shop"."main"."numbers" on true',
    ]);
  });
});

describe('ls --output', () => {
  const files = {
    ...shown,
    'analyses/look.sql': 'select 1 as id',
    'models/dim_v1.sql': 'select 1 as id',
    'models/dim.yml':
      'sources: [{name: raw, tables: [{name: t}]}]\nmodels: [{name: dim, versions: [{v: 1}]}]',
  };

  test.each([
    [
      ['--output', 'name'],
      ['brief', 'dim.v1', 'numbers', 'people', 'raw.t'],
    ],
    [
      ['--output', 'selector'],
      ['shop.brief', 'shop.dim.v1', 'shop.numbers', 'shop.people', 'source:shop.raw.t'],
    ],
    [['--output', 'path', '-s', 'dim'], ['models/dim_v1.sql']],
    [['--resource-type', 'analysis'], ['shop.analysis.look']],
    [
      ['--output', 'json', '--output-keys', 'name unique_id', '-s', 'people', 'dim.v1'],
      [
        '{"name":"people","unique_id":"seed.shop.people"}',
        '{"name":"dim","unique_id":"model.shop.dim.v1"}',
      ],
    ],
  ])('%j', async (args, lines) => {
    const { code, out } = await dbtTs(await folderOnFile(files), 'ls', ...args);
    expect([code, [...out].sort()]).toEqual([0, [...lines].sort()]);
  });

  test('another form is refused', async () => {
    const { code, err } = await dbtTs(await folderOnFile(files), 'ls', '--output', 'xml');
    expect([code, err.join()]).toEqual([
      2,
      expect.stringMatching(/Allowed choices are selector, name/),
    ]);
  });
});

describe('options', () => {
  test.each([
    [['--threads', '0'], /--threads is '0'. Give a whole number from 1/],
    [['--threads', 'many'], /--threads is 'many'. Give a whole number/],
    [['--vars', '[a]'], /--vars is '\[a\]'. Give a YAML mapping/],
    [['--vars', '{a: '], /--vars:1:\d+: This is not valid YAML/],
    [['--indirect-selection', 'eagre'], /Allowed choices are eager, cautious/],
    [['--no-such-option'], /unknown option '--no-such-option'/],
    [['--target', 'nope'], /has no target 'nope'; it has dev, other/],
  ])('%j is refused', async (args, message) => {
    const { code, err } = await dbtTs(await folderOnFile(shown), 'run', ...args);
    expect([code, err.join('\n')]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('clean', () => {
  test('removes the target folder, or what clean-targets names', async () => {
    const dir = await folderOnFile(shown);
    await writeFiles(dir, { 'target/a.json': '{}', 'dbt_packages/p/x': '' });
    expect((await dbtTs(dir, 'clean')).code).toBe(0);
    expect([existsSync(join(dir, 'target')), existsSync(join(dir, 'dbt_packages'))]).toEqual([
      false,
      true,
    ]);
    await writeFiles(dir, {
      'dbt_project.yml': 'name: shop\nprofile: shop\nclean-targets: [dbt_packages]\n',
    });
    await dbtTs(dir, 'clean');
    expect(existsSync(join(dir, 'dbt_packages'))).toBe(false);
  });

  test.each(['..', '.', 'models', '/tmp'])('refuses %s', async (folder) => {
    const dir = await folderOnFile({
      ...shown,
      'dbt_project.yml': `name: shop\nprofile: shop\nclean-targets: [${folder}]\n`,
    });
    const { code, err } = await dbtTs(dir, 'clean');
    expect([code, err[0]]).toEqual([2, expect.stringContaining(`clean-targets names '${folder}'`)]);
    expect(existsSync(join(dir, 'models/numbers.sql'))).toBe(true);
  });
});

describe('debug', () => {
  test('checks project, profile and connection', async () => {
    const { code, out } = await dbtTs(await folderOnFile(shown), 'debug');
    expect([code, out.slice(1)]).toEqual([
      0,
      [
        'OK    dbt_project.yml: project shop',
        'OK    profiles.yml: target dev of profile shop, type duckdb, schema main',
        'OK    connection: database shop',
      ],
    ]);
  });

  test('says the first thing that is wrong', async () => {
    const profile = await dbtTs(
      await folderOnFile({ ...shown, 'profiles.yml': 'other: {}' }),
      'debug',
    );
    expect(profile.code).toBe(1);
    expect(profile.out.at(-1)).toMatch(/^ERROR profiles.yml: There is no profile 'shop'/);
    const connection = await dbtTs(
      await folderOnFile({
        'profiles.yml':
          'shop: {target: dev, outputs: {dev: {type: duckdb, path: no/such/folder.duckdb}}}',
      }),
      'debug',
    );
    expect(connection.out.at(-1)).toMatch(/^ERROR connection: The DuckDB file .* cannot be opened/);
  });
});
