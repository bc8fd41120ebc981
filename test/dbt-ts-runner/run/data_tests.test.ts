import { describe, expect, test } from 'vitest';
import { messages, openFiles, statuses } from '../support/project_folder.ts';

const numbers = {
  'models/numbers.sql':
    "{{ config(materialized='table') }} select n, n % 3 as r from range(10) as t(n)",
};

const withTests = (tests: string) => ({
  ...numbers,
  'models/numbers.yml': `models: [{name: numbers, columns: [{name: r, data_tests: [${tests}]}]}]`,
});

describe('data tests', () => {
  test.each([
    ['unique', 'unique', 'fail', 'Got 3 results, configured to fail if != 0'],
    ['where', "{unique: {config: {where: 'n < 3'}}}", 'pass', ''],
    [
      'warn_if and error_if',
      "{unique: {config: {error_if: '> 5', warn_if: '> 2'}}}",
      'warn',
      'Got 3 results, configured to warn if > 2',
    ],
    [
      'fail_calc',
      "{unique: {config: {fail_calc: 'sum(n_records)'}}}",
      'fail',
      'Got 10 results, configured to fail if != 0',
    ],
    ['limit', '{unique: {config: {limit: 1}}}', 'fail', 'Got 1 result, configured to fail if != 0'],
    [
      'severity beside the arguments',
      '{unique: {severity: warn}}',
      'warn',
      'Got 3 results, configured to warn if != 0',
    ],
    [
      'numbers without quotes',
      '{accepted_values: {arguments: {values: [0, 1], quote: false}}}',
      'fail',
      'Got 1 result, configured to fail if != 0',
    ],
  ])('%s', async (_, yaml, status, message) => {
    const { project } = await openFiles(withTests(yaml));
    const { results } = await project.build().finished();
    const result = results.find(({ node }) => node.resource_type === 'test');
    expect([result?.status, result?.message]).toEqual([status, message]);
  });

  test('a disabled test does not run', async () => {
    const { build } = await openFiles(withTests('{unique: {config: {enabled: false}}}'));
    expect(await build()).toEqual({ numbers: 'success' });
  });

  test('a test of the project with arguments, a name and its own config', async () => {
    const { project } = await openFiles({
      ...numbers,
      'macros/tests.sql': `
{% test at_most(model, column_name, most, other=none) %}
{{ config(severity='warn') }}
select * from {{ model }} where {{ column_name }} > {{ most }}
{% if other %} and {{ column_name }} not in (select n from {{ other }}){% endif %}
{% endtest %}`,
      'models/numbers.yml': `
models:
  - name: numbers
    columns:
      - name: r
        data_tests:
          - at_most: {name: r_is_small, arguments: {most: 1}}
          - at_most: {arguments: {most: "{{ var('most', 1) }}", other: ref('numbers')}, config: {severity: error}}
`,
    });
    expect(statuses(await project.build().finished())).toEqual({
      at_most_numbers_r___var_most_1___ref_numbers_: 'pass',
      numbers: 'success',
      r_is_small: 'warn',
    });
  });

  test('tests of sources take their names from both', async () => {
    const { project, database } = await openFiles({
      'models/sources.yml': `
sources:
  - name: lake
    schema: main
    tables:
      - {name: things, identifier: raw_things, columns: [{name: id, data_tests: [not_null]}]}
`,
      'models/things.sql': "select * from {{ source('lake', 'things') }}",
    });
    const connection = await database.connect();
    await connection.run('create table raw_things as select 1 as id');
    expect(statuses(await project.build().finished())).toEqual({
      source_not_null_lake_things_id: 'pass',
      things: 'success',
    });
  });

  test('failing rows are stored when asked for', async () => {
    const { project, rows } = await openFiles(withTests('unique'));
    await project.build({ storeFailures: true }).finished();
    expect(
      await rows(
        'select unique_field, n_records from main_dbt_test__audit.unique_numbers_r order by 1',
      ),
    ).toEqual([
      ['0', '4'],
      ['1', '3'],
      ['2', '3'],
    ]);
  });

  test('an unknown test is refused with near names', async () => {
    await expect(openFiles(withTests('not_nul'))).rejects.toThrow(
      "models/numbers.yml: There is no generic test 'not_nul'. Did you mean 'not_null'?",
    );
  });

  test('a singular test fails by its rows', async () => {
    const { project } = await openFiles({
      ...numbers,
      'tests/small.sql': "select * from {{ ref('numbers') }} where n > 7",
    });
    expect(messages(await project.build().finished()).small).toBe(
      'Got 2 results, configured to fail if != 0',
    );
  });
});
