import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

test('the SQL of a main statement is written, also where it failed', async () => {
  const { dir, build } = await openFiles({
    'models/good.sql': "{{ config(materialized='table') }} select 1 as id",
    'models/marts/bad.sql': "{{ config(materialized='table') }} select * from nowhere",
  });
  expect(await build()).toEqual({ good: 'success', bad: 'error' });
  const written = (path: string) => readFile(join(dir, 'target/run/shop/models', path), 'utf8');
  expect(await written('good.sql')).toMatch(/create or replace table "memory"."main"."good" as/);
  expect(await written('marts/bad.sql')).toContain('select * from nowhere');
});

test('an error stands in run_results.json below what kind it is', async () => {
  const { dir, build } = await openFiles({
    'models/a.sql': 'select * from nowhere',
    'models/b.sql': "{{ exceptions.raise_compiler_error('No.') if execute }} select 1 as id",
  });
  await build();
  const { results } = JSON.parse(await readFile(join(dir, 'target/run_results.json'), 'utf8'));
  expect(results.map(({ message }: { message: string }) => message.split('\n')[0]).sort()).toEqual([
    'Compilation Error in model b (models/b.sql)',
    'Database Error in model a (models/a.sql)',
  ]);
});

test('artifacts carry the environment variables meant for them', async () => {
  const { dir, project } = await openFiles(
    { 'models/one.sql': 'select 1 as id' },
    { env: { DBT_ENV_CUSTOM_ENV_team: 'data', OTHER: 'no' } },
  );
  await project.run().finished();
  const { metadata } = JSON.parse(await readFile(join(dir, 'target/run_results.json'), 'utf8'));
  expect(metadata.env).toEqual({ team: 'data' });
});

test('a model without text is known and not run', async () => {
  const { build, project } = await openFiles({
    'models/empty.sql': '\n',
    'models/one.sql': 'select 1 as id',
  });
  expect(project.ls().map(({ name }) => name)).toEqual(['empty', 'one']);
  expect(await build()).toEqual({ one: 'success' });
});
