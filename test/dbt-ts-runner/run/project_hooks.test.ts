import { join } from 'node:path';
import { readState } from 'dbt-ts-runner';
import { describe, expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

const project = 'name: shop\nprofile: shop\n';
const told = (summary: { results: readonly { node: { name: string }; status: string }[] }) =>
  summary.results.map(({ node, status }) => `${node.name} ${status}`);

describe('statements around a run', () => {
  test('are nodes of the manifest that wait for nothing and are in no selection', async () => {
    const { project: opened } = await openFiles({
      'dbt_project.yml': `${project}on-run-end: "select * from {{ ref('a') }}"\n`,
      'models/a.sql': 'select 1 as id',
    });
    const id = 'operation.shop.shop-on-run-end-0';
    const { nodes, child_map } = opened.manifestArtifact();
    expect((nodes as Record<string, unknown>)[id]).toMatchObject({
      resource_type: 'operation',
      tags: ['on-run-end'],
      depends_on: { nodes: ['model.shop.a'] },
      path: 'hooks/shop-on-run-end-0.sql',
    });
    expect((child_map as Record<string, unknown>)['model.shop.a']).toEqual([id]);
    expect(opened.ls().map(({ name }) => name)).toEqual(['a']);
  });

  test('one that fails takes those behind it along; nodes run, and the run has failed', async () => {
    const { project: opened } = await openFiles({
      'dbt_project.yml': `${project}on-run-start: [select no_such_column, select 1]\n`,
      'models/a.sql': 'select 1 as id',
    });
    const summary = await opened.run().finished();
    expect(told(summary)).toEqual([
      'shop-on-run-start-0 error',
      'shop-on-run-start-1 skipped',
      'a success',
    ]);
    expect(summary.success).toBe(false);
    expect(summary.results[0]?.message).toMatch(/^shop.on-run-start.0 failed, error:.*no_such/s);
  });

  test('the flag skip_nodes_if_on_run_start_fails keeps nodes from running', async () => {
    const { project: opened } = await openFiles({
      'dbt_project.yml': `${project}on-run-start: select no_such_column\nflags: {skip_nodes_if_on_run_start_fails: true}\n`,
      'models/a.sql': 'select 1 as id',
    });
    expect(told(await opened.run().finished())).toEqual(['shop-on-run-start-0 error', 'a skipped']);
  });

  test('one that cannot be rendered ends the run with its error; results are written', async () => {
    const { project: opened, dir } = await openFiles({
      'dbt_project.yml': `${project}on-run-end: "{% if execute %}{{ exceptions.raise_compiler_error('too late') }}{% endif %}"\n`,
      'models/a.sql': 'select 1 as id',
    });
    await expect(opened.run().finished()).rejects.toThrow(/too late/);
    const { runResults } = await readState(join(dir, 'target'));
    expect(runResults?.results).toMatchObject([{ unique_id: 'model.shop.a', status: 'success' }]);
  });

  test('those of packages come first', async () => {
    const { project: opened, rows } = await openFiles({
      'dbt_project.yml': `${project}on-run-start: insert into told values ('own')\n`,
      'packages.yml': 'packages: [{local: extra}]\n',
      'extra/dbt_project.yml':
        "name: extra\non-run-start: [create table told (who text), insert into told values ('extra')]\n",
      'models/a.sql': 'select 1 as id',
    });
    await opened.run().finished();
    expect(await rows('select who from told')).toEqual([['extra'], ['own']]);
  });

  test('run around a check of freshness, unless a flag says otherwise', async () => {
    const files = (flags: string) => ({
      'dbt_project.yml': `${project}on-run-start: "create table raw_orders as select now() as loaded"
on-run-end: "create table told as select '{{ results[0].status }}' as status"
${flags}`,
      'models/sources.yml':
        'sources: [{name: main, tables: [{name: raw_orders, loaded_at_field: loaded, freshness: {error_after: {count: 1, period: day}}}]}]',
    });
    const { project: opened, rows } = await openFiles(files(''));
    expect((await opened.freshness()).success).toBe(true);
    expect(await rows('select status from told')).toEqual([['pass']]);
    const without = await openFiles(files('flags: {source_freshness_run_project_hooks: false}\n'));
    expect((await without.project.freshness()).results[0]?.status).toBe('runtime error');
  });
});
