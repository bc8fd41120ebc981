import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

test('what a hook outside the transaction did stays when the model fails', async () => {
  const { build, rows } = await openFiles({
    'models/inside.sql':
      "{{ config(pre_hook='create table inside_mark (n int)') }} select no_such_column",
    'models/outside.sql': `{{ config(pre_hook={'sql': 'create table outside_mark (n int)', 'transaction': false}) }}
      select no_such_column`,
  });
  expect(await build()).toEqual({ inside: 'error', outside: 'error' });
  expect(
    await rows("select table_name from duckdb_tables() where table_name like '%mark'"),
  ).toEqual([['outside_mark']]);
});

test('a hook after the commit leaves the model as built when it fails', async () => {
  const { build, rows } = await openFiles({
    'models/inside.sql':
      "{{ config(materialized='table', post_hook='select no_such_column') }} select 1 as n",
    'models/outside.sql':
      "{{ config(materialized='table', post_hook=after_commit('select no_such_column')) }} select 1 as n",
  });
  expect(await build()).toEqual({ inside: 'error', outside: 'error' });
  expect(await rows('select table_name from duckdb_tables()')).toEqual([['outside']]);
});

test('hooks before the transaction come first and hooks after it last', async () => {
  const { build, rows } = await openFiles({
    'dbt_project.yml':
      'name: shop\nprofile: shop\non-run-start: create table told (n int, said text)\n',
    'macros/tell.sql':
      "{% macro tell(said) %}insert into told select count(*), '{{ said }}' from told{% endmacro %}",
    'models/told_of.sql': `{{ config(
        materialized='table',
        pre_hook=["{{ tell('within, before') }}", before_begin("{{ tell('first') }}")],
        post_hook=[after_commit("{{ tell('last') }}"), "{{ tell('within, after') }}"]
      ) }} select 1 as n`,
  });
  expect(await build()).toEqual({ told_of: 'success' });
  expect(await rows('select said from told order by n')).toEqual([
    ['first'],
    ['within, before'],
    ['within, after'],
    ['last'],
  ]);
});
