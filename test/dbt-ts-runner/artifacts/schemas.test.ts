import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { schemaErrors, schemasPresent } from '../support/artifact_schema.ts';
import { openFiles } from '../support/project_folder.ts';
import { shop } from '../support/shop.ts';

const semantics = `
sources:
  - name: crm
    description: Leads.
    meta: {owner: sales}
    tables: [{name: leads, columns: [{name: id, description: Key}]}]
semantic_models:
  - name: customers
    model: ref('customers')
    description: One row per customer.
    defaults: {agg_time_dimension: since}
    entities: [{name: customer, type: primary, expr: customer_id}]
    dimensions:
      - {name: since, type: time, type_params: {time_granularity: day}}
      - {name: name, type: categorical, config: {meta: {class: personal}}}
    measures:
      - {name: customer_count, agg: count, expr: customer_id}
      - {name: order_total, agg: sum, expr: 1}
metrics:
  - name: customers
    label: Customers
    description: How many.
    type: simple
    type_params: {measure: customer_count}
    config: {meta: {code: C1, owner: sales}}
  - name: total_per_customer
    label: Total per customer
    type: ratio
    type_params: {numerator: {name: totals, filter: "{{ Dimension('customer__name') }} = 'Ann'"}, denominator: customers}
  - {name: totals, label: Totals, type: simple, type_params: {measure: {name: order_total, fill_nulls_with: 0}}}
  - {name: twice, label: Twice, type: derived, type_params: {expr: 2 * customers, metrics: [customers]}}
exposures:
  - {name: board, type: dashboard, owner: {name: Ann}, depends_on: [ref('customers')]}
`;

const files = {
  ...shop,
  'macros/own.sql': '{% macro own(a, b=1) %}{{ a }}{% endmacro %}',
  'models/semantics.yml': semantics,
  'models/off.sql': '{{ config(enabled=false) }} select 1 as id',
  'selectors.yml': 'selectors: [{name: marts, definition: {method: tag, value: mart}}]',
  'analyses/look.sql': "select * from {{ ref('customers') }}",
  'models/dim_v1.sql': 'select 1 as id',
  'models/dim.yml':
    'groups: [{name: fin, owner: {name: Ann}}]\nunit_tests: [{name: u, model: dim, given: [], expect: {rows: [{id: 1}]}}]\nmodels: [{name: dim, config: {group: fin}, versions: [{v: 1, deprecation_date: 2030-01-01}]}]',
  'models/promised.sql':
    "{{ config(materialized='table', contract={'enforced': true}) }} select 1 as id",
  'models/promised.yml': `
models:
  - name: promised
    constraints: [{type: primary_key, columns: [id]}]
    columns: [{name: id, data_type: int, constraints: [{type: not_null}, {type: foreign_key, to: ref('numbers'), to_columns: [id]}]}]`,
  'models/numbers.sql':
    "{{ config(materialized='table', contract={'enforced': true}) }} select 1 as id",
  'models/numbers.yml':
    'models: [{name: numbers, columns: [{name: id, data_type: int, constraints: [{type: unique}]}]}]',
  'snapshots/kept.yml': `
snapshots:
  - name: kept
    relation: ref('customers')
    config: {strategy: check, unique_key: customer_id, check_cols: all, hard_deletes: new_record}`,
  'models/brief.sql': "{{ config(materialized='ephemeral') }} select 1 as id",
};

async function read(dir: string, name: string) {
  return JSON.parse(await readFile(join(dir, 'target', name), 'utf8'));
}

describe.skipIf(!schemasPresent)('artifacts', () => {
  test.each([
    ['manifest.json', 'manifest-v12.schema.json'],
    ['run_results.json', 'run-results-v6.schema.json'],
  ])('%s follows %s', async (artifact, schema) => {
    const { project, dir } = await openFiles(files);
    await project.build().finished();
    expect(await schemaErrors(await read(dir, artifact), schema)).toEqual([]);
  });
});

describe('what artifacts say', () => {
  test('the manifest links nodes, metrics and what they rest on', async () => {
    const { project, dir } = await openFiles(files);
    await project.build({ select: ['+customers'] }).finished();
    const manifest = await read(dir, 'manifest.json');
    expect(manifest.parent_map['model.shop.customers']).toEqual([
      'model.shop.stg_orders',
      'model.shop.stg_customers',
    ]);
    expect(manifest.parent_map['metric.shop.total_per_customer']).toEqual([
      'metric.shop.totals',
      'metric.shop.customers',
    ]);
    expect(manifest.child_map['semantic_model.shop.customers']).toEqual([
      'metric.shop.customers',
      'metric.shop.totals',
    ]);
    expect(manifest.nodes['model.shop.customers']).toMatchObject({
      relation_name: '"memory"."main"."customers"',
      tags: ['mart'],
      compiled: true,
      columns: { customer_id: { name: 'customer_id' } },
      config: { materialized: 'table' },
    });
    expect(Object.keys(manifest.disabled)).toEqual(['model.shop.off']);
    expect(manifest.metrics['metric.shop.customers'].config.meta).toEqual({
      code: 'C1',
      owner: 'sales',
    });
  });

  test('run results hold status, message, failures and times', async () => {
    const { project, dir } = await openFiles({
      'models/m.sql': 'select null as id',
      'models/m.yml': 'models: [{name: m, columns: [{name: id, data_tests: [not_null]}]}]',
    });
    await project.build().finished();
    const { results, args } = await read(dir, 'run_results.json');
    expect(args).toMatchObject({ which: 'build', full_refresh: false });
    expect(results).toMatchObject([
      {
        unique_id: 'model.shop.m',
        status: 'success',
        message: 'OK',
        failures: null,
        compiled_code: 'select null as id',
        timing: [{ name: 'compile' }, { name: 'execute' }],
      },
      {
        status: 'fail',
        failures: 1,
        message: 'Got 1 result, configured to fail if != 0',
      },
    ]);
  });

  test('no artifacts where none are wanted', async () => {
    const { project, dir } = await openFiles(shop, { targetPath: null });
    await project.build().finished();
    expect(existsSync(join(dir, 'target'))).toBe(false);
  });
});
