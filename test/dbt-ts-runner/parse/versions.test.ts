import { describe, expect, test } from 'vitest';
import { type Files, openFiles } from '../support/project_folder.ts';

const yaml = `
groups: [{name: fin, owner: {name: Ann}}]
models:
  - name: dim
    latest_version: 2
    description: The dim
    config: {materialized: table, group: fin, access: public}
    data_tests: [unique: {column_name: id}]
    columns:
      - {name: id, data_tests: [not_null]}
      - {name: name, description: N}
    versions:
      - v: 2
      - v: 1
        defined_in: dim_old
        config: {alias: dim_legacy, tags: [old]}
        columns:
          - {include: all, exclude: [name]}
          - {name: old_name, data_tests: [not_null]}
      - v: 3
        defined_in: dim.v3
        data_tests: []
`;

const files: Files = {
  'models/sub/dim_old.sql': "select 1 as id, 'a' as old_name",
  'models/dim_v2.sql': "select 1 as id, 'a' as name",
  'models/dim.v3.sql': "select 1 as id, 'a' as name, 3 as n",
  'models/uses.sql':
    "select name from {{ ref('dim') }} union all select old_name from {{ ref('dim', v=1) }} union all select name from {{ ref('shop', 'dim', version='3') }}",
  'models/dim.yml': yaml,
};

describe('versions', () => {
  test('have relations, ids and tests of their own', async () => {
    const { project, build, rows } = await openFiles(files);
    expect(new Set(Object.values(await build()))).toEqual(new Set(['success', 'pass']));
    expect(
      await rows("select table_name from duckdb_tables() where table_name like 'dim%' order by 1"),
    ).toEqual([['dim_legacy'], ['dim_v2'], ['dim_v3']]);
    expect(
      project
        .ls({ select: ['test_type:data'] })
        .map((node) => node.unique_id)
        .sort(),
    ).toEqual([
      'test.shop.not_null_dim_v1_id.d33fec4e6d',
      'test.shop.not_null_dim_v1_old_name.894ed9406c',
      'test.shop.not_null_dim_v2_id.972d436685',
      'test.shop.not_null_dim_v3_id.b70c42b748',
      'test.shop.unique_dim_v1_id.2f98b9f679',
      'test.shop.unique_dim_v2_id.fb0fd31dac',
    ]);
    const manifest = project.manifestArtifact();
    expect(manifest.nodes).toMatchObject({
      'model.shop.uses': {
        version: null,
        depends_on: { nodes: ['model.shop.dim.v2', 'model.shop.dim.v1', 'model.shop.dim.v3'] },
      },
      'model.shop.dim.v1': {
        name: 'dim',
        fqn: ['shop', 'sub', 'dim', 'v1'],
        version: 1,
        latest_version: 2,
        description: 'The dim',
        tags: ['old'],
        group: 'fin',
      },
    });
    expect(manifest.group_map).toMatchObject({
      fin: expect.arrayContaining(['model.shop.dim.v3']),
    });
  });

  test.each([
    ['dim', ['shop.dim.v2', 'shop.dim.v3', 'shop.sub.dim.v1']],
    ['dim_v2', ['shop.dim.v2']],
    ['dim.v1', ['shop.sub.dim.v1']],
    ['version:latest', ['shop.dim.v2']],
    ['version:old', ['shop.sub.dim.v1']],
    ['version:prerelease', ['shop.dim.v3']],
    ['version:none', ['shop.uses']],
    ['group:fin', ['shop.dim.v2', 'shop.dim.v3', 'shop.sub.dim.v1']],
    ['access:public', ['shop.dim.v2', 'shop.dim.v3', 'shop.sub.dim.v1']],
  ])('%s selects %j', async (select, names) => {
    const { project } = await openFiles(files);
    const nodes = project.ls({ select: [select], indirectSelection: 'empty' });
    expect(
      nodes
        .filter((node) => node.resource_type === 'model')
        .map((node) => node.fqn.join('.'))
        .sort(),
    ).toEqual(names);
  });

  test('a unit test takes the version it names', async () => {
    const { build } = await openFiles({
      ...files,
      'models/unit.yml': `
unit_tests:
  - name: unit
    model: uses
    given:
      - {input: ref('dim'), rows: [{name: b}]}
      - {input: "ref('dim', v=1)", rows: [{old_name: a}]}
      - {input: "ref('shop', 'dim', version=3)", rows: []}
    expect: {rows: [{name: a}, {name: b}]}
`,
    });
    expect((await build()).unit).toBe('pass');
  });

  test('a unit test of a model is one of each version, or of those it names', async () => {
    const { project, build } = await openFiles({
      ...files,
      'models/unit.yml': `
unit_tests:
  - {name: each, model: dim, given: [], expect: {rows: [{id: 1}]}}
  - {name: some, model: dim, versions: {include: [1, 2]}, given: [], expect: {rows: [{id: 1}]}}
  - {name: others, model: dim, versions: {exclude: [1]}, given: [], expect: {rows: [{id: 1}]}}
`,
    });
    const nodes = project.ls({ select: ['test_type:unit'] });
    expect(nodes.map((node) => node.unique_id).sort()).toEqual([
      'unit_test.shop.dim.each_v1',
      'unit_test.shop.dim.each_v2',
      'unit_test.shop.dim.each_v3',
      'unit_test.shop.dim.others_v2',
      'unit_test.shop.dim.others_v3',
      'unit_test.shop.dim.some_v1',
      'unit_test.shop.dim.some_v2',
    ]);
    expect(await build({ select: ['dim.v1'] })).toMatchObject({ each: 'pass', some: 'pass' });
    const wrong = `unit_tests: [{name: u, model: dim, versions: {include: [9]}, given: [], expect: {rows: []}}]`;
    await expect(openFiles({ ...files, 'models/unit.yml': wrong })).rejects.toThrow(
      /The unit test 'u' names the version 9, which its model does not have/,
    );
  });

  test.each<[Files, RegExp]>([
    [
      { 'models/bad.sql': "select * from {{ ref('dim', v=9) }}" },
      /uses ref\('dim', v=9\), but 'dim' has the versions 1, 2, 3. Name one/,
    ],
    [
      { 'models/dim.yml': yaml.replace('latest_version: 2', 'latest_version: 7') },
      /latest_version: 7, which is none of its versions/,
    ],
    [
      { 'models/dim.yml': yaml.replace('defined_in: dim_old', 'defined_in: dim_gone') },
      /has a version 1 without a file. Write dim_gone.sql/,
    ],
    [{ 'models/dim.yml': yaml.replace('v: 3', 'v: 1') }, /two versions of one number/],
  ])('%j is refused', async (change, message) => {
    await expect(openFiles({ ...files, ...change })).rejects.toThrow(message);
  });
});
