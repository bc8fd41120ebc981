import { describe, expect, test } from 'vitest';
import { messages, openFiles, statuses } from '../support/project_folder.ts';

const files = (unit: string) => ({
  'seeds/orders.csv': 'id,placed_on,amount,label\n1,2024-01-01,1.5,x\n',
  'models/daily.sql': `
select placed_on, cast(sum(amount) as decimal(18, 2)) as total, max(label) as label
from {{ ref('orders') }}
{% if var('only', none) %}where label = '{{ var('only') }}'{% endif %}
group by placed_on
`,
  'models/daily.yml': `unit_tests:\n  - name: sums\n    model: daily\n${unit}`,
});

describe('unit tests', () => {
  test('dict rows are cast to the types of the columns, left-out columns are null', async () => {
    const { build } = await openFiles(
      files(`
    given:
      - input: ref('orders')
        rows:
          - {placed_on: 2024-02-01, amount: 1.25}
          - {placed_on: "2024-02-01", amount: 2, label: it's}
    expect:
      rows: [{placed_on: 2024-02-01, total: 3.25, label: it's}]
`),
    );
    expect(await build()).toEqual({ daily: 'success', orders: 'success', sums: 'pass' });
  });

  test('a difference fails, holds the model back and shows the rows', async () => {
    const { project } = await openFiles(
      files(`
    given: [{input: ref('orders'), rows: [{placed_on: 2024-02-01, amount: 1}]}]
    expect: {rows: [{placed_on: 2024-02-01, total: 2}]}
`),
    );
    const summary = await project.build().finished();
    expect(statuses(summary)).toEqual({ daily: 'skipped', orders: 'success', sums: 'fail' });
    expect(messages(summary).sums).toBe(
      [
        'The model gave other rows than expected (+ given, - expected):',
        '  placed_on | total',
        '- 2024-02-01 | 2.00',
        '+ 2024-02-01 | 1.00',
      ].join('\n'),
    );
  });

  test('expected rows that name different columns are refused', async () => {
    const { project } = await openFiles(
      files(`
    given: [{input: ref('orders'), rows: [{placed_on: 2024-02-01, amount: 1}]}]
    expect: {rows: [{placed_on: 2024-02-01, total: 1}, {placed_on: 2024-02-02}]}
`),
    );
    const summary = await project.build().finished();
    expect(statuses(summary).sums).toBe('error');
    expect(messages(summary).sums).toContain(
      "The unit test 'sums' expects rows of different columns: row 2 does not name those of row 1.",
    );
  });

  test('rows may be csv or sql, and none at all', async () => {
    const { build } = await openFiles(
      files(`
    given:
      - input: ref('orders')
        format: csv
        rows: |
          placed_on,amount
          2024-02-01,4
    expect:
      format: sql
      rows: select date '2024-02-01' as placed_on, 4.00 as total
  - name: none_gives_none
    model: daily
    given: [{input: ref('orders'), rows: []}]
    expect: {rows: []}
`),
    );
    expect(await build()).toEqual({
      daily: 'success',
      none_gives_none: 'pass',
      orders: 'success',
      sums: 'pass',
    });
  });

  test('variables and macros can be overridden, and this be given', async () => {
    const { build } = await openFiles({
      ...files(`
    overrides: {vars: {only: a}}
    given: [{input: ref('orders'), rows: [{placed_on: 2024-02-01, amount: 1, label: a}, {placed_on: 2024-02-02, amount: 1, label: b}]}]
    expect: {rows: [{placed_on: 2024-02-01}]}
  - name: only_new
    model: history
    overrides: {macros: {is_incremental: true}}
    given:
      - {input: ref('orders'), rows: [{id: 1}, {id: 2}]}
      - {input: this, rows: [{id: 1}]}
    expect: {rows: [{id: 2}]}
`),
      'models/history.sql': `
{{ config(materialized='incremental') }}
select id from {{ ref('orders') }}
{% if is_incremental() %}where id > (select max(id) from {{ this }}){% endif %}
`,
    });
    await expect(build({ exclude: ['only_new'] })).resolves.toMatchObject({ sums: 'pass' });
    expect(await build({ select: ['only_new'] })).toEqual({ only_new: 'pass' });
  });

  test.each([
    ['given: []', /gives no rows for ref\('orders'\)/],
    [
      "given: [{input: ref('orders'), rows: [{amout: 1}]}]",
      /column 'amout'.*Did you mean 'amount'/,
    ],
    ['given: [{input: orders, rows: []}]', /has the input 'orders'/],
  ])('%s is an error that says what to do', async (given, message) => {
    const { project } = await openFiles(files(`    ${given}\n    expect: {rows: []}\n`));
    const summary = await project.build().finished();
    expect(messages(summary).sums).toMatch(message);
  });
});

test('rows may come from fixture files', async () => {
  const { build } = await openFiles({
    ...files(`
    given: [{input: ref('orders'), format: csv, fixture: two_orders}]
    expect: {rows: [{total: 3}]}
`),
    'tests/fixtures/two_orders.csv': 'placed_on,amount\n2024-02-01,1\n2024-02-01,2\n',
  });
  expect(await build()).toMatchObject({ sums: 'pass' });
  await expect(
    openFiles(
      files(
        `    given: [{input: ref('orders'), format: csv, fixture: none}]\n    expect: {rows: []}\n`,
      ),
    ),
  ).rejects.toThrow("uses the fixture 'none', which no fixtures folder holds");
});

test('a unit test of an incremental model must say how it runs', async () => {
  await expect(
    openFiles({
      'models/m.sql':
        "{{ config(materialized='incremental') }} select 1 as id {% if is_incremental() %}where false{% endif %}",
      'models/m.yml': 'unit_tests: [{name: u, model: m, given: [], expect: {rows: [{id: 1}]}}]',
    }),
  ).rejects.toThrow("models/m.yml: The unit test 'u' does not say whether 'm' runs as incremental");
});
