import { describe, expect, test } from 'vitest';
import { dbtTs, folderOnFile } from '../support/command_line.ts';
import { type Files, messages, openFiles } from '../support/project_folder.ts';

const a = { 'models/a.sql': 'select 1 as id' };

test.each<[string, Files, string]>([
  [
    'a key of dbt_project.yml',
    { 'dbt_project.yml': 'name: shop\nprofile: shop\nmodel-path: [models]\n' },
    "dbt_project.yml has the key 'model-path', which does not exist. Did you mean 'model-paths'",
  ],
  [
    'the type of a target',
    { 'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdbb}}}' },
    "has the type 'duckdbb'; there are duckdb, postgres, trino. Did you mean 'duckdb'?",
  ],
  [
    'a setting of a target',
    { 'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdb, paht: x.duckdb}}}' },
    "sets 'paht', which the DuckDB adapter does not have. Did you mean 'path'?",
  ],
  [
    'a severity',
    { 'models/a.yml': 'models: [{name: a, data_tests: [{unique: {severity: warm}}]}]' },
    "models/a.yml: The test 'unique_a_' has the severity 'warm'. It must be warn or error.",
  ],
  [
    'a severity in SQL',
    { 'tests/t.sql': "{{ config(severity='warm') }} select 1" },
    "tests/t.sql: The test 't' has the severity 'warm'. It must be warn or error.",
  ],
  [
    'an argument of a test',
    {
      'models/a.yml':
        'models: [{name: a, columns: [{name: id, data_tests: [{accepted_values: {vales: [1]}}]}]}]',
    },
    "models/a.yml: The test 'accepted_values_a_id__1' cannot be called: macro 'test_accepted_values' takes no keyword argument 'vales'.",
  ],
  [
    'Jinja in YAML that lacks quotes',
    { 'models/a.yml': "models:\n  - name: a\n    description: {{ var('x') }}\n" },
    'models/a.yml:3:19: A value that begins with {{ must stand in quotes. Add them.',
  ],
])('%s is refused', async (_, files, message) => {
  await expect(openFiles({ ...a, ...files })).rejects.toThrow(message);
});

test.each<[string, Files, string]>([
  [
    'a materialization',
    { 'models/a.sql': "{{ config(materialized='tabel') }} select 1 as id" },
    "'a' is materialized as 'tabel', which does not exist for duckdb. Did you mean 'table'?",
  ],
  [
    'an incremental strategy',
    {
      'models/a.sql':
        "{{ config(materialized='incremental', incremental_strategy='mrge') }} select 1 as id",
    },
    "There is no incremental strategy 'mrge'. Did you mean 'merge'? Use append, ",
  ],
  [
    'a macro',
    { 'models/a.sql': "select {{ some_utils.star('x') }} as id" },
    "models/a.sql:1:22: 'some_utils' is undefined. Correct the name, or install the package that has it with deps.",
  ],
])('%s fails the node', async (_, files, message) => {
  const { project } = await openFiles(files);
  expect(messages(await project.run().finished()).a).toContain(message);
});

describe('keys that nothing reads', () => {
  const files = {
    'models/a.sql': "{{ config(materialised='table', team='x') }} select 1 as id",
    'models/a.yml': `
models:
  - name: a
    colunms: []
    owner: {name: x}
    columns: [{name: id, test: [unique], note: free}]
sources:
  - {name: raw, tables: [{name: t, identifer: u}]}`,
  };

  test('are remarked where they are one slip from one that is read', async () => {
    const { project } = await openFiles(files);
    expect(project.warnings).toEqual([
      {
        name: 'CustomKeyInObjectDeprecation',
        text: "models/a.yml: 'a' has the key 'colunms', which nothing reads. Did you mean 'columns'?",
      },
      {
        name: 'CustomKeyInObjectDeprecation',
        text: "models/a.yml: 'a' has the key 'test', which nothing reads. Did you mean 'tests'?",
      },
      {
        name: 'CustomKeyInObjectDeprecation',
        text: "models/a.yml: 'raw' has the key 'identifer', which nothing reads. Did you mean 'identifier'?",
      },
      {
        name: 'CustomKeyInConfigDeprecation',
        text: "models/a.sql: 'a' has the config 'materialised', which nothing reads. Did you mean 'materialized'?",
      },
    ]);
  });

  test('are no errors where all warnings are, but where they are named', async () => {
    expect((await openFiles(files, { warnError: true })).project.warnings).toHaveLength(4);
    const all = await openFiles(files, { warnErrorOptions: { error: 'all' } });
    expect(all.project.warnings).toHaveLength(4);
    const named = { warnErrorOptions: { error: ['CustomKeyInConfigDeprecation'] } };
    await expect(openFiles(files, named)).rejects.toThrow(/'materialised'/);
  });

  test('and that are words of their own, or configs of other adapters, are let be', async () => {
    const words = ['contact', 'contacts', 'allocation', 'source', 'version', 'kind', 'cluster_id'];
    const custom = [...words, 'clustered_by', 'buckets', 'query_tag', 'list'].join(': x, ');
    const { project } = await openFiles({
      'models/a.sql': 'select 1 as id',
      'models/a.yml': `models: [{name: a, ${custom}: x, config: {${custom}: x}, columns: [{name: id, ${custom}: x}]}]`,
    });
    expect(project.warnings).toEqual([]);
  });

  test('of the project file and of SQL may be the own ones', async () => {
    const { project } = await openFiles({
      'dbt_project.yml': 'name: shop\nprofile: shop\nmodels: {shop: {+team: x, +tag: y}}\n',
      ...a,
    });
    expect(project.warnings.map(({ text }) => text)).toEqual([
      "models/a.sql: 'a' has the config 'tag', which nothing reads. Did you mean 'tags'?",
    ]);
  });
});

test('folders that hold nothing are named where there is nothing to do', async () => {
  const dir = await folderOnFile({
    'dbt_project.yml': 'name: shop\nprofile: shop\nmodel-paths: [modles]\n',
    ...a,
  });
  expect((await dbtTs(dir, 'build')).out[1]).toBe(
    'There is nothing to do: the project has nothing in modles, seeds, snapshots, tests.',
  );
});
