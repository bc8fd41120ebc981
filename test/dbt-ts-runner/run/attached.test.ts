import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

test('models of one run may lie in several databases', async () => {
  const { build, database, rows } = await openFiles({
    'models/here.sql': "{{ config(schema='a') }} select 1 as id",
    'models/there.sql':
      "{{ config(database='side', schema='b', materialized='table') }} select * from {{ ref('here') }}",
  });
  const connection = await database.connect();
  await connection.run("attach ':memory:' as side");
  connection.closeSync();
  expect(await build()).toEqual({ here: 'success', there: 'success' });
  expect(await rows('select id from side.main_b.there')).toEqual([[1]]);
});

test('only as many failures are stored as the limit lets through', async () => {
  const { build, rows } = await openFiles({
    'models/m.sql': 'select unnest([1, 2, 3]) as id',
    'tests/few.sql':
      "{{ config(store_failures_as='table', limit=2) }} select id from {{ ref('m') }}",
  });
  expect(await build()).toMatchObject({ few: 'fail' });
  expect(await rows('select count(*) from main_dbt_test__audit.few')).toEqual([['2']]);
});
