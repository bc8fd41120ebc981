import { describe, expect, test } from 'vitest';
import { dbtTs, folderOnFile } from '../support/command_line.ts';
import { openFiles } from '../support/project_folder.ts';

const files = {
  'dbt_project.yml':
    'name: shop\nprofile: shop\nmodels: {shop: {nowhere: {+materialized: table}}}\n',
  'models/old.sql': 'select 1 as id',
  'models/told.sql':
    "{% if execute %}{% do exceptions.warn('said by a model') %}{% endif %}select * from {{ ref('old') }}",
  'models/models.yml': `
models:
  - {name: old, deprecation_date: 2020-01-01}
  - {name: raw, description: a seed}
  - {name: missing, description: nothing}
macros: [{name: missing, description: nothing}]`,
  'seeds/raw.csv': 'id\n1\n',
  'tests/of_nothing.sql': "select * from {{ ref('gone') }}",
};

describe('warnings', () => {
  test('of the parse have names and say what to do', async () => {
    const { project } = await openFiles(files);
    expect(project.warnings).toEqual([
      {
        name: 'NodeNotFoundOrDisabled',
        text: expect.stringMatching(/^tests\/of_nothing.sql: .*uses ref\('gone'\)/),
      },
      {
        name: 'WrongResourceSchemaFile',
        text: "models/models.yml describes 'raw' under models, and it is a seed. Move the entry.",
      },
      {
        name: 'NoNodeForYamlKey',
        text: "models/models.yml describes 'missing' under models, and there is none. Correct the name or remove the entry.",
      },
      {
        name: 'MacroNotFoundForPatch',
        text: "models/models.yml describes the macro 'missing', and there is none. Correct the name or remove the entry.",
      },
      {
        name: 'UnusedResourceConfigPath',
        text: 'dbt_project.yml configures models.shop.nowhere, which no resource takes. Correct the path or remove it.',
      },
      {
        name: 'DeprecatedModel',
        text: "The model 'old' is deprecated since 2020-01-01. Disable or remove it.",
      },
      {
        name: 'DeprecatedReference',
        text: "'told' reads 'old', which is deprecated since 2020-01-01.",
      },
    ]);
  });

  test('are errors where an option says so, and quiet where it says that', async () => {
    await expect(openFiles(files, { warnError: true })).rejects.toThrow(
      /The warning NodeNotFoundOrDisabled is an error here/,
    );
    const { project } = await openFiles(files, {
      warnErrorOptions: {
        error: 'all',
        warn: ['NoNodeForYamlKey'],
        silence: [
          ...['NodeNotFoundOrDisabled', 'WrongResourceSchemaFile', 'MacroNotFoundForPatch'],
          ...['UnusedResourceConfigPath', 'DeprecatedModel', 'DeprecatedReference'],
        ],
      },
    });
    expect(project.warnings.map(({ name }) => name)).toEqual(['NoNodeForYamlKey']);
    const { results } = await project.run({ select: ['told', 'old'] }).finished();
    expect(results.map(({ node, status, error }) => [node.name, status, error?.code])).toEqual([
      ['old', 'success', undefined],
      ['told', 'error', 'warning_refused'],
    ]);
    expect(() => project.run({ select: ['nowhere'] })).toThrow(/NoNodesForSelectionCriteria/);
    expect(project.ls({ select: ['old'] })).toHaveLength(1);
  });

  test('of tests fail them', async () => {
    const { project } = await openFiles(
      { 'tests/loose.sql': "{{ config(severity='warn') }} select 1 as id" },
      { warnErrorOptions: { include: ['LogTestResult'] } },
    );
    const { results } = await project.test().finished();
    expect(results.map(({ status, message }) => [status, message])).toEqual([
      ['fail', 'Got 1 result, configured to fail if != 0'],
    ]);
  });

  test.each([
    [{ error: ['NoNodesForSelection'] }, /names 'NoNodesForSelection', which is no warning. Did/],
    [{ warn: ['NothingToDo'] }, /leaves warnings out of error, which is not 'all'/],
    [{ error: ['NothingToDo'], include: ['NothingToDo'] }, /has both error and include/],
  ])('options that make no sense are refused: %j', async (warnErrorOptions, message) => {
    await expect(openFiles({}, { warnErrorOptions })).rejects.toThrow(message);
    await expect(openFiles({}, { warnError: true, warnErrorOptions })).rejects.toThrow(
      /are both given/,
    );
  });

  test('are shown to templates as flags', async () => {
    const { project } = await openFiles(
      { 'models/a.sql': "select '{{ flags.WARN_ERROR_OPTIONS.silence | join }}' as quiet" },
      { warnErrorOptions: { silence: ['NothingToDo'] } },
    );
    expect(await project.compile('a')).toBe("select 'NothingToDo' as quiet");
  });
});

describe('on the command line', () => {
  test('warnings stand beside what is printed; options, environment and flags decide', async () => {
    const dir = await folderOnFile({
      ...files,
      'dbt_project.yml': `${files['dbt_project.yml']}flags: {warn_error_options: {silence: [DeprecatedModel]}}\n`,
    });
    const list = ['ls', '--resource-type', 'model'];
    const plain = await dbtTs(dir, ...list);
    expect(plain).toMatchObject({ code: 0, out: ['shop.old', 'shop.told'] });
    expect(plain.err).toHaveLength(6);
    expect(plain.err[1]).toMatch(/^WARNING models\/models.yml describes 'raw'/);
    expect((await dbtTs(dir, '--quiet', ...list)).err).toEqual([]);
    expect((await dbtTs(dir, ...list, '--warn-error')).code).toBe(2);
    const options = '{error: [DeprecatedReference], silence: [NoNodesSelected]}';
    expect((await dbtTs(dir, ...list, '--warn-error-options', options)).err.at(-1)).toMatch(
      /DeprecatedReference is an error here/,
    );
    process.env.DBT_WARN_ERROR = 'true';
    try {
      expect((await dbtTs(dir, ...list)).code).toBe(2);
    } finally {
      delete process.env.DBT_WARN_ERROR;
    }
    const json = await dbtTs(dir, '--log-format', 'json', ...list);
    expect(json.out.map((line) => /^\{/.test(line) && JSON.parse(line).info.name)).toContain(
      'NoNodeForYamlKey',
    );
    expect((await dbtTs(dir, 'ls', '--select', 'tag:none')).err.slice(-2)).toEqual([
      "WARNING The selection 'tag:none' matches nothing; ls shows what there is.",
      'WARNING Nothing is selected.',
    ]);
  });
});
