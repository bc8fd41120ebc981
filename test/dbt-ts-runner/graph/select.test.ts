import { describe, expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';
import { shop } from '../support/shop.ts';

const files = {
  ...shop,
  'models/marts/report.sql':
    "{{ config(meta={'owner': 'finance'}) }} select * from {{ ref('customers') }}",
  'models/sources.yml':
    'sources: [{name: lake, tables: [{name: things}]}, {name: crm, tables: [{name: leads}]}]',
  'models/leads.sql': "select 1 as id from {{ source('crm', 'leads') }}",
};

describe('selection', () => {
  test.each([
    [['customers'], ['customers']],
    [['stg_orders+'], ['customers', 'report', 'stg_orders']],
    [['stg_orders+1'], ['customers', 'stg_orders']],
    [['1+customers'], ['customers', 'stg_customers', 'stg_orders']],
    [['+customers'], ['customers', 'raw_customers', 'raw_orders', 'stg_customers', 'stg_orders']],
    [
      ['@stg_orders'],
      ['customers', 'raw_customers', 'raw_orders', 'report', 'stg_customers', 'stg_orders'],
    ],
    [['tag:stg'], ['stg_customers', 'stg_orders']],
    [['tag:st*'], ['stg_customers', 'stg_orders']],
    [['tag:stg,stg_orders+'], ['stg_orders']],
    [['tag:stg customers'], ['customers', 'stg_customers', 'stg_orders']],
    [
      ['report', 'leads'],
      ['leads', 'report'],
    ],
    [['path:models/staging'], ['stg_customers', 'stg_orders']],
    [['models/marts/report.sql'], ['report']],
    [['shop.staging'], ['stg_customers', 'stg_orders']],
    [['staging.*'], ['stg_customers', 'stg_orders']],
    [['stg_*'], ['stg_customers', 'stg_orders']],
    [['config.materialized:view'], ['stg_customers', 'stg_orders']],
    [['config.meta.owner:finance'], ['report']],
    [['resource_type:seed'], ['raw_customers', 'raw_orders']],
    [['source:crm+'], ['leads']],
    [['source:crm.leads+'], ['leads']],
    [['package:shop,leads'], ['leads']],
    [['file:report.sql'], ['report']],
    [['access:protected,report'], ['report']],
  ])('%j takes %j', async (select, expected) => {
    const { project } = await openFiles(files);
    const built = project
      .ls({ select })
      .filter((node) => node.resource_type === 'model' || node.resource_type === 'seed');
    expect(built.map((node) => node.name).sort()).toEqual(expected);
  });

  test.each([
    [['test_type:singular'], ['totals_are_positive']],
    [['test_type:unit'], ['orders_are_counted']],
    [['test_name:unique'], ['unique_customers_customer_id']],
    [['orders_are_counted'], ['orders_are_counted']],
  ])('%j takes the tests %j', async (select, expected) => {
    const { project } = await openFiles(files);
    expect(project.ls({ select }).map((node) => node.name)).toEqual(expected);
  });

  test('exclude takes away, and nothing selected is everything', async () => {
    const { project } = await openFiles(files);
    const all = project.ls();
    const rest = project.ls({ exclude: ['resource_type:test', 'resource_type:unit_test'] });
    expect(all.length - rest.length).toBe(6);
    expect(rest.map((node) => node.name)).toContain('leads');
  });

  test('indirect selection decides which tests come along', async () => {
    const { project } = await openFiles(files);
    const tests = (indirectSelection: 'eager' | 'cautious' | 'buildable' | 'empty') =>
      project
        .ls({ select: ['stg_orders'], indirectSelection })
        .filter((node) => node.resource_type === 'test').length;
    expect(
      ['eager', 'cautious', 'buildable', 'empty'].map((mode) => tests(mode as 'eager')),
    ).toEqual([1, 0, 0, 0]);
  });

  test.each([
    ['colour:red', "uses the method 'colour', which does not exist here"],
    ['@+customers', "The selector '@+customers' cannot be understood"],
  ])('%s is refused', async (selector, message) => {
    const { project } = await openFiles(files);
    expect(() => project.build({ select: [selector] })).toThrow(message);
  });

  test('a selection that matches nothing runs nothing and says so', async () => {
    const { project } = await openFiles(files);
    const told: string[] = [];
    for await (const event of project.build({ select: ['nowhere'] })) {
      if (event.kind === 'message') told.push(event.message.text);
      if (event.kind === 'run_finished') expect(event.summary).toMatchObject({ success: true });
    }
    expect(told).toEqual([
      "The selection 'nowhere' matches nothing; ls shows what there is.",
      'There is nothing to do.',
    ]);
  });

  test('a circle is shown', async () => {
    await expect(
      openFiles({
        'models/a.sql': "select * from {{ ref('b') }}",
        'models/b.sql': "select * from {{ ref('a') }}",
      }),
    ).rejects.toThrow('in a circle: model.shop.a -> model.shop.b -> model.shop.a. Remove one ref.');
  });
});
