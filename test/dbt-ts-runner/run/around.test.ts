import { expect, test } from 'vitest';
import type { Work } from '../../../packages/dbt-ts-runner/index.ts';
import { openFiles } from '../support/project_folder.ts';

const files = {
  'models/kept.sql': "{{ config(materialized='table') }} select 1 as n",
  'models/built.sql': "{{ config(materialized='table') }} select n + 1 as n from {{ ref('kept') }}",
  'models/all.yml': 'models: [{name: kept, columns: [{name: n, data_tests: [not_null, unique]}]}]',
};

test('what stands around a node may do its work, build it, or fail it', async () => {
  const { project, rows } = await openFiles(files);
  const { results } = await project
    .build({
      around: async ({ node, sql, session, build }: Work) => {
        if (node.name === 'kept')
          await session.execute(`create table kept as ${sql} union all ${sql}`);
        else if (node.name.startsWith('unique')) return 'known to be unique';
        else await build();
        return 'seen';
      },
    })
    .finished();
  expect(
    Object.fromEntries(results.map(({ node, status, message }) => [node.name, [status, message]])),
  ).toEqual({
    kept: ['success', 'seen'],
    not_null_kept_n: ['pass', ''],
    unique_kept_n: ['pass', ''],
    built: ['success', 'OK'],
  });
  expect(await rows('select n from built')).toEqual([[2], [2]]);
});

test("its error is the node's, and takes back what it did", async () => {
  const { project, rows } = await openFiles(files);
  const { results } = await project
    .run({
      around: async ({ session }: Work) => {
        await session.execute('create table half (n int)');
        throw new Error('there was no going on');
      },
    })
    .finished();
  expect(results.map(({ status }) => status)).toEqual(['error', 'skipped']);
  expect(results[0]?.message).toContain('there was no going on');
  expect(await rows('select table_name from duckdb_tables()')).toEqual([]);
});
