import { expect, test } from 'vitest';
import { injectCtes } from '../../../packages/dbt-ts-runner/run/inject_ctes.ts';

test.each([
  ['select * from e', 'with e as (\nselect 1\n)\nselect * from e'],
  [
    'with a as (select 2) select * from a',
    'with e as (\nselect 1\n), a as (select 2) select * from a',
  ],
  [
    'WITH RECURSIVE a as (select 2) select 3',
    'with recursive e as (\nselect 1\n), a as (select 2) select 3',
  ],
  [
    '-- with x\n/* with y */ select 1',
    '-- with x\n/* with y */ with e as (\nselect 1\n)\nselect 1',
  ],
  ['withheld()', 'with e as (\nselect 1\n)\nwithheld()'],
])('%j', (sql, expected) => {
  expect(injectCtes(sql, [{ name: 'e', sql: 'select 1' }])).toBe(expected);
});
