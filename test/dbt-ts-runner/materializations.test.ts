import { describe, expect, test } from 'vitest';
import { messages, openFiles, writeFiles } from './support/project_folder.ts';

const events = (config: string) => `
{{ config(materialized='incremental'${config}) }}
select * from {{ ref('raw') }}
{% if is_incremental() %}
where id > {{ var('after', 0) }}
{% endif %}
`;

describe('materializations', () => {
  test('an ephemeral model becomes a CTE of what refers to it, also below another', async () => {
    const { build, rows, project } = await openFiles({
      'models/one.sql': "{{ config(materialized='ephemeral') }} select 1 as n",
      'models/two.sql':
        "{{ config(materialized='ephemeral') }} with x as (select * from {{ ref('one') }}) select n + 1 as n from x",
      'models/three.sql':
        "-- with a comment first\nwith recursive t as (select n from {{ ref('two') }} union all select n + 1 from t where n < 4) select * from t",
    });
    expect(await build()).toEqual({ three: 'success' });
    expect(await rows('select n from three order by n')).toEqual([[2], [3], [4]]);
    expect(await project.compile('three')).toMatch(/with recursive __dbt__cte__one as/);
  });

  test('a view becomes a table and back when its config changes', async () => {
    const bench = await openFiles({ 'models/m.sql': 'select 1 as id' });
    const type = () =>
      bench.rows("select table_type from information_schema.tables where table_name = 'm'");
    await bench.build();
    expect(await type()).toEqual([['VIEW']]);
    for (const [kind, shown] of [
      ['table', 'BASE TABLE'],
      ['view', 'VIEW'],
    ]) {
      await writeFiles(bench.dir, {
        'models/m.sql': `{{ config(materialized='${kind}') }} select 1 as id`,
      });
      expect(await (await bench.reopen()).build()).toEqual({ m: 'success' });
      expect(await type()).toEqual([[shown]]);
    }
  });

  test.each([
    [
      'append',
      '',
      [
        [1, 'a'],
        [2, 'b'],
        [2, 'b2'],
        [3, 'c'],
      ],
    ],
    [
      'delete+insert',
      ", unique_key='id'",
      [
        [1, 'a'],
        [2, 'b2'],
        [3, 'c'],
      ],
    ],
    [
      'merge',
      ", unique_key='id'",
      [
        [1, 'a'],
        [2, 'b2'],
        [3, 'c'],
      ],
    ],
  ])('incremental by %s', async (strategy, key, expected) => {
    const files = {
      'seeds/raw.csv': 'id,name\n1,a\n2,b\n',
      'models/events.sql': events(`, incremental_strategy='${strategy}'${key}`),
    };
    const bench = await openFiles(files);
    await bench.build();
    await writeFiles(bench.dir, { 'seeds/raw.csv': 'id,name\n1,changed\n2,b2\n3,c\n' });
    const again = await bench.reopen({ vars: { after: 1 } });
    expect(await again.build()).toEqual({ events: 'success', raw: 'success' });
    expect(await bench.rows('select * from events order by all')).toEqual(expected);
    await again.build({ fullRefresh: true });
    expect(await bench.rows('select * from events order by all')).toEqual([
      [1, 'changed'],
      [2, 'b2'],
      [3, 'c'],
    ]);
  });

  test('an incremental model takes new columns when told to, and refuses them when told to', async () => {
    const files = {
      'models/events.sql':
        "{{ config(materialized='incremental', on_schema_change='append_new_columns') }} select 1 as id",
    };
    const bench = await openFiles(files);
    await bench.build();
    const changed = (mode: string) => ({
      'models/events.sql': `{{ config(materialized='incremental', on_schema_change='${mode}') }} select 2 as id, 'x' as more, 9 as last`,
    });
    await writeFiles(bench.dir, changed('append_new_columns'));
    expect(await (await bench.reopen()).build()).toEqual({ events: 'success' });
    expect(await bench.rows('select * from events order by id')).toEqual([
      [1, null, null],
      [2, 'x', 9],
    ]);
    await writeFiles(bench.dir, {
      'models/events.sql': `{{ config(materialized='incremental', on_schema_change='fail') }} select 3 as id`,
    });
    const summary = await (await bench.reopen()).project.build().finished();
    expect(messages(summary).events).toMatch(/columns .* changed .*removed: more, last/);
  });

  test.each([
    [
      'ignore',
      [
        [1, 'a'],
        [2, 'b'],
      ],
      ['id INTEGER', 'kept VARCHAR'],
    ],
    [
      'append_new_columns',
      [
        [1, 'a', null],
        [2, 'b', 9],
      ],
      ['id INTEGER', 'kept VARCHAR', 'more INTEGER'],
    ],
    [
      'sync_all_columns',
      [
        [1, 'a', null],
        ['3000000000', 'b', 9],
      ],
      ['id BIGINT', 'kept VARCHAR', 'more INTEGER'],
    ],
  ])('on_schema_change %s', async (mode, rows, columns) => {
    const model = (sql: string) => ({
      'models/m.sql': `{{ config(materialized='incremental', on_schema_change='${mode}') }} ${sql}`,
    });
    const bench = await openFiles(model("select 1 as id, 'a' as kept"));
    await bench.build();
    const id = mode === 'sync_all_columns' ? '3000000000' : '2';
    await writeFiles(bench.dir, model(`select ${id} as id, 'b' as kept, 9 as more`));
    expect(await (await bench.reopen()).build()).toEqual({ m: 'success' });
    expect(
      (
        await bench.rows(
          "select column_name || ' ' || data_type from duckdb_columns() where table_name = 'm'",
        )
      ).flat(),
    ).toEqual(columns);
    const found = await bench.rows('select * from m order by id');
    expect(found.map((row) => row.map((cell) => (cell === '1' ? 1 : cell)))).toEqual(rows);
  });

  test('on_schema_change sync_all_columns drops what went, fail refuses another type', async () => {
    const model = (mode: string, sql: string) => ({
      'models/m.sql': `{{ config(materialized='incremental', on_schema_change='${mode}') }} ${sql}`,
    });
    const bench = await openFiles(model('sync_all_columns', "select 1 as id, 'a' as gone"));
    await bench.build();
    await writeFiles(bench.dir, model('sync_all_columns', 'select 2 as id'));
    await (await bench.reopen()).build();
    expect(await bench.rows('select * from m order by id')).toEqual([[1], [2]]);
    await writeFiles(bench.dir, model('fail', "select 'x' as id"));
    const summary = await (await bench.reopen()).project.build().finished();
    expect(messages(summary).m).toMatch(/of another type: id\) and on_schema_change is fail/);
  });

  test('hooks of a model run in its transaction, around it', async () => {
    const { build, rows } = await openFiles({
      'models/m.sql': `{{ config(
        materialized='table',
        pre_hook="create or replace table log as select 'before' as step",
        post_hook=["insert into log select 'after ' || count(*) from {{ this }}"]
      ) }} select 1 as id`,
    });
    expect(await build()).toEqual({ m: 'success' });
    expect(await rows('select * from log')).toEqual([['before'], ['after 1']]);
  });

  test('on-run-start and on-run-end run around everything', async () => {
    const { build, rows } = await openFiles({
      'dbt_project.yml': `
name: shop
profile: shop
on-run-start: ["create table if not exists log (step varchar)"]
on-run-end: ["insert into log values ('{{ results | length }} {{ results[0].status }} {{ schemas[0] }}')"]
`,
      'models/m.sql': 'select 1 as id',
    });
    await build();
    expect(await rows('select * from log')).toEqual([['1 success main']]);
  });

  test('a materialization of the project is used', async () => {
    const { build, rows } = await openFiles({
      'macros/twice.sql': `
{% materialization twice, adapter='duckdb' %}
  {% call statement('main') %}create or replace table {{ this }} as ({{ sql }}) union all ({{ sql }}){% endcall %}
  {{ return({'relations': [this]}) }}
{% endmaterialization %}`,
      'models/m.sql': "{{ config(materialized='twice') }} select 1 as id",
    });
    expect(await build()).toEqual({ m: 'success' });
    expect(await rows('select * from m')).toEqual([[1], [1]]);
  });

  test('an unknown materialization is named', async () => {
    const { project } = await openFiles({
      'models/m.sql': "{{ config(materialized='cube') }} select 1 as id",
    });
    const summary = await project.build().finished();
    expect(messages(summary).m).toMatch(/models\/m\.sql: 'm' is materialized as 'cube'/);
  });
});

describe('what configs add', () => {
  test('descriptions go into the database when asked for', async () => {
    const { build, rows } = await openFiles({
      'models/m.sql': "{{ config(materialized='table') }} select 1 as id",
      'models/m.yml':
        "models: [{name: m, description: It's one row, config: {persist_docs: {relation: true, columns: true}}, columns: [{name: id, description: Key}]}]",
    });
    expect(await build()).toEqual({ m: 'success' });
    expect(await rows("select comment from duckdb_tables() where table_name = 'm'")).toEqual([
      ["It's one row"],
    ]);
    expect(await rows("select comment from duckdb_columns() where table_name = 'm'")).toEqual([
      ['Key'],
    ]);
  });

  test('hooks in YAML keep their templates until they run', async () => {
    const { build, rows } = await openFiles({
      'dbt_project.yml':
        'name: shop\nprofile: shop\nmodels: {+post-hook: "insert into {{ this }} values ({{ var(\'n\', 2) }})", +materialized: table}\n',
      'models/m.sql': 'select 1 as id',
      'models/m.yml':
        "models: [{name: m, config: {post_hook: 'insert into {{ this }} values (3)'}}]",
    });
    expect(await build()).toEqual({ m: 'success' });
    expect(await rows('select id from m')).toEqual([[1], [2], [3]]);
  });

  test('what is not supported is refused', async () => {
    await expect(openFiles({ 'models/m.py': 'def model(dbt, session): pass' })).rejects.toThrow(
      'models/m.py: Python models are not supported.',
    );
  });
});
