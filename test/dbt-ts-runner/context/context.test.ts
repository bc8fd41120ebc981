import { join } from 'node:path';
import type { RunEvent } from 'dbt-ts-runner';
import { describe, expect, test } from 'vitest';
import { messages, openFiles, writeFiles } from '../support/project_folder.ts';

const rendered = async (text: string, more: Record<string, string> = {}, options = {}) => {
  const { project } = await openFiles({ 'models/m.sql': text, ...more }, options);
  return (await project.compile('m')).replace(/\s+/g, ' ').trim();
};

describe('names in templates', () => {
  test.each([
    ['{{ this }}', '"memory"."main"."m"'],
    ['{{ this.schema }}.{{ this.identifier }}', 'main.m'],
    ['{{ this.include(database=false) }}', '"main"."m"'],
    [
      '{{ target.name }} {{ target.type }} {{ target.schema }} {{ target.database }}',
      'dev duckdb main memory',
    ],
    ["{{ var('x', 3) + 1 }}", '4'],
    ["{{ var.has_var('x') }}", 'False'],
    ["{{ env_var('HOME_OF_NOBODY', 'none') }}", 'none'],
    ['{{ execute }} {{ flags.FULL_REFRESH }} {{ model.name }}', 'True False m'],
    [
      "{{ config(tags=['a']) }}{{ config.get('materialized') }} {{ config.get('nope', 1) }}",
      'view 1',
    ],
    ["{{ config(meta={'owner': 'x'}) }}{{ config.meta_get('owner') }}", 'x'],
    ['{{ adapter.quote("a b") }} {{ adapter.type() }}', '"a b" duckdb'],
    ["{{ api.Relation.create(schema='s', identifier='t') }}", '"s"."t"'],
    ["{{ api.Column.create('a', 'varchar(3)').is_string() }}", 'True'],
    ["{{ modules.re.match('a+', 'aab').group() }}", 'aa'],
    [
      "{{ tojson({'a': [1]}) }} {{ fromjson('[1]')[0] }} {{ zip([1], [2]) | list }}",
      '{"a": [1]} 1 [(1, 2)]',
    ],
    ["{{ run_started_at.strftime('%Y') | length }} {{ invocation_id | length }}", '4 36'],
    ['{{ dbt.type_string() }} {{ type_int() }}', 'TEXT integer'],
    ['{{ builtins.ref is callable }} {{ project_name }}', 'True shop'],
    ["{{ graph.nodes.values() | map(attribute='name') | list }}", "['m']"],
    ["{{ local_md5('a') }}", '0cc175b9c0f1b6a831c399e269772661'],
  ])('%s', async (text, expected) => {
    expect(await rendered(text)).toBe(expected);
  });

  test('queries answer while running and are skipped while parsing', async () => {
    const query = `
{% set found = run_query("select 1 as a, 'x' as b union all select 2, 'y' order by a") %}
{% if execute %}{% for row in found.rows %}{{ row['a'] }}{{ row.b }}{{ row[1] }} {% endfor %}
{{ found.columns[0].values() | list }} {{ found.column_names | join(',') }} {{ found | length }}{% endif %}
{% call statement('named', fetch_result=true) %}select 7 as n{% endcall %}
{% if execute %}{{ load_result('named')['data'][0][0] }} {{ load_result('named').table.rows[0].n }}{% endif %}`;
    expect(await rendered(query)).toBe('1xx 2yy [1, 2] a,b 2 7 7');
  });

  test('relations and columns are read from the database', async () => {
    const { build, project } = await openFiles({
      'seeds/raw.csv': 'id,name\n1,a\n',
      'models/m.sql': `
-- depends_on: {{ ref('raw') }}
{% set raw = adapter.get_relation(target.database, target.schema, 'raw') %}
{% if execute %}{{ raw.type }} {% for column in adapter.get_columns_in_relation(ref('raw')) %}{{ column.quoted }} {{ column.data_type }} {% endfor %}
{{ adapter.get_relation(target.database, target.schema, 'nope') is none }}{% endif %}`,
    });
    await build({ select: ['raw'] });
    expect(
      (await project.compile('m')).split('\n').slice(3).join(' ').replace(/\s+/g, ' ').trim(),
    ).toBe('table "id" INTEGER "name" character varying(256) True');
  });

  test('log, print and warn become events', async () => {
    const { project } = await openFiles({
      'models/m.sql':
        "{{ log('quiet') }}{{ log('loud', info=true) }}{{ print('said') }}{% do exceptions.warn('careful') %}select 1 as id",
    });
    const said: RunEvent[] = [];
    for await (const event of project.run()) if (event.kind === 'message') said.push(event);
    expect(said.map((event) => (event.kind === 'message' ? event.message : null))).toEqual([
      { level: 'debug', text: 'quiet' },
      { level: 'info', text: 'loud' },
      { level: 'info', text: 'said', isPrinted: true },
      { level: 'warn', name: 'JinjaLogWarning', text: 'careful' },
    ]);
  });

  test('environment and variables are given by the caller', async () => {
    const text = "{{ env_var('PLACE') }} {{ var('x') }}";
    expect(await rendered(text, {}, { env: { PLACE: 'here' }, vars: { x: [1, 2] } })).toBe(
      'here [1, 2]',
    );
  });
});

describe('macros', () => {
  test('schema and alias names follow the project', async () => {
    const { project } = await openFiles({
      'macros/names.sql': `
{% macro generate_schema_name(custom_schema_name, node) %}{{ custom_schema_name or 'plain' }}{% endmacro %}
{% macro generate_alias_name(custom_alias_name, node) %}{{ node.name }}_{{ node.config.materialized }}{% endmacro %}`,
      'models/m.sql': "{{ config(schema='mart') }} select 1 as id",
      'models/n.sql': "select * from {{ ref('m') }}",
    });
    expect(await project.compile('n')).toBe('select * from "memory"."mart"."m_view"');
  });

  test('dispatch prefers the adapter, the root project wins over the runner', async () => {
    expect(
      await rendered("{{ dateadd('day', 1, 'd') }} {{ greet() }}", {
        'macros/own.sql': `
{% macro duckdb__dateadd(datepart, interval, from_date_or_timestamp) %}own_dateadd{% endmacro %}
{% macro greet() %}{{ return(adapter.dispatch('greet')()) }}{% endmacro %}
{% macro default__greet() %}default{% endmacro %}
{% macro duckdb__greet() %}duck{% endmacro %}`,
      }),
    ).toBe('own_dateadd duck');
  });

  test('a package by folder brings models, macros, variables and configs', async () => {
    const bench = await openFiles({
      'dbt_project.yml': `
name: shop
profile: shop
models: {tools: {+schema: outside}}
vars: {tools: {greeting: hello}}
`,
      'packages.yml': 'packages: [{local: tools}]',
      'models/m.sql': "select '{{ tools.greet() }}' as g, n from {{ ref('tools', 'numbers') }}",
      'tools/dbt_project.yml': 'name: tools\nvars: {greeting: hi, n: 5}\n',
      'tools/macros/greet.sql':
        "{% macro greet() %}{{ return(adapter.dispatch('greet', 'tools')()) }}{% endmacro %}\n{% macro default__greet() %}{{ name_it() }}{% endmacro %}\n{% macro name_it() %}tools{% endmacro %}",
      'tools/models/numbers.sql': "select {{ var('n') }} as n, '{{ var('greeting') }}' as g",
    });
    expect(await bench.build()).toEqual({ m: 'success', numbers: 'success' });
    expect(await bench.rows('select m.g, m.n, t.g from m, main_outside.numbers t')).toEqual([
      ['tools', 5, 'hello'],
    ]);
    await writeFiles(bench.dir, {
      'macros/mine.sql': '{% macro default__greet() %}mine{% endmacro %}',
    });
    expect(await (await bench.reopen()).project.compile('m')).toMatch(/^select 'mine'/);
  });

  test('descriptions take docs blocks', async () => {
    const { project } = await openFiles({
      'models/m.sql': 'select 1 as id',
      'models/docs.md': '{% docs key %}\nThe *key*.\n{% enddocs %}',
      'models/m.yml': `models: [{name: m, description: "It has a {{ doc('key') }}"}]`,
    });
    expect(project.manifest.nodes.get('model.shop.m')?.description).toBe('It has a The *key*.');
  });
});

describe('errors', () => {
  test.each([
    [
      "select {{ ref('nope') }}",
      "models/m.sql: 'm' uses ref('nope'), but there is no model or seed of that name.",
    ],
    ["select {{ ref('mm') }}", "Did you mean 'm'?"],
    ["select {{ source('a', 'b') }}", "source('a', 'b'), which no properties file declares"],
    ["\n{{ var('x') }}", "models/m.sql:2:4: The variable 'x' has no value."],
    ["{{ env_var('X') }}", 'models/m.sql:1:4: The environment variable X is not set.'],
    ["{{ ref('m', v=2) }}", "but 'm' has no versions. Name the model alone."],
    ['{% if %}', 'models/m.sql:1:'],
    ['{{ adapter.dispatch("nope")() }}', 'No macro duckdb__nope or default__nope exists'],
  ])('%s', async (text, message) => {
    await expect(openFiles({ 'models/m.sql': text })).rejects.toThrow(message);
  });

  test('an error below macros names them', async () => {
    const { project } = await openFiles({
      'macros/deep.sql':
        "{% macro outer() %}{{ inner() }}{% endmacro %}\n{% macro inner() %}{% if execute %}{{ exceptions.raise_compiler_error('no luck') }}{% endif %}{% endmacro %}",
      'models/m.sql': 'select {{ outer() }}',
    });
    const [result] = (await project.run().finished()).results;
    expect([result?.error?.code, result?.error?.place?.line]).toEqual(['compilation_failed', 2]);
    expect(result?.message).toBe(
      'macros/deep.sql:2:50: no luck (called in macro inner, called in macro outer)',
    );
  });

  test('an undefined name is silent while parsing and an error while running', async () => {
    const { project } = await openFiles({ 'models/m.sql': 'select {{ nothing.at.all }}' });
    expect(messages(await project.run().finished()).m).toMatch(/models\/m\.sql:1:\d+: .*nothing/);
  });

  test('lines count from the beginning of a file that begins with empty ones', async () => {
    const { project } = await openFiles({ 'models/m.sql': '\n\n  select {{ nothing.at.all }}\n' });
    expect(project.manifest.nodes.get('model.shop.m')).toMatchObject({
      raw_code: 'select {{ nothing.at.all }}',
    });
    expect(project.manifestArtifact().nodes).not.toHaveProperty(['model.shop.m', 'leading']);
    expect(messages(await project.run().finished()).m).toMatch(/^models\/m\.sql:3:21: .*nothing/);
  });

  test('the database speaks for itself, with the file of the model', async () => {
    const { project } = await openFiles({ 'models/m.sql': 'select nope' });
    expect(messages(await project.run().finished()).m).toMatch(
      /^models\/m\.sql: The database says: Binder Error/,
    );
  });

  test('a folder without a project, a profile without a target', async () => {
    const { dir } = await openFiles({ 'models/m.sql': 'select 1 as id' });
    const { openProject } = await import('dbt-ts-runner');
    await expect(openProject(join(dir, 'models'))).rejects.toThrow(
      'There is no dbt_project.yml in',
    );
    await expect(openProject(dir, { target: 'prod' })).rejects.toThrow(
      "has no target 'prod'; it has dev",
    );
    await expect(openProject(dir, { profile: 'other' })).rejects.toThrow("no profile 'other'");
  });
});

test('a package that is not there is named', async () => {
  const files = { 'models/m.sql': 'select 1 as id' };
  await expect(
    openFiles({ ...files, 'packages.yml': 'packages: [{local: nowhere}]' }),
  ).rejects.toThrow(/package folder .*nowhere has no dbt_project\.yml/);
  await expect(
    openFiles({
      ...files,
      'packages.yml': 'packages: [{package: dbt-labs/dbt_utils, version: 1.1.1}]',
    }),
  ).rejects.toThrow("packages.yml: The package 'dbt-labs/dbt_utils' is not in dbt_packages.");
});
