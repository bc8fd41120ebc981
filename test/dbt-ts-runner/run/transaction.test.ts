import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

test('nodes that lose a race for the same row run again', async () => {
  const models = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [
      `models/m${index}.sql`,
      "{{ config(materialized='table', post_hook='update counter set n = n + 1') }} select sum(i) as s from range(100000) t(i)",
    ]),
  );
  const { build, rows } = await openFiles(
    {
      'dbt_project.yml':
        'name: shop\nprofile: shop\non-run-start: create or replace table counter as select 0 as n\n',
      ...models,
    },
    { threads: 4 },
  );
  expect(new Set(Object.values(await build()))).toEqual(new Set(['success']));
  expect(await rows('select n from counter')).toEqual([[12]]);
});
