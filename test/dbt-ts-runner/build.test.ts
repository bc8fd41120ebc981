import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFiles, statuses, writeFiles } from './support/project_folder.ts';
import { shop } from './support/shop.ts';

describe('build', () => {
  test('runs seeds, models, data tests and unit tests', async () => {
    const { build, rows } = await openFiles(shop);
    expect(await build()).toEqual({
      accepted_values_customers_name__Ann__Bob__Cy: 'pass',
      customers: 'success',
      not_null_customers_customer_id: 'pass',
      orders_are_counted: 'pass',
      raw_customers: 'success',
      raw_orders: 'success',
      relationships_stg_orders_customer_id__customer_id__ref_stg_customers_: 'pass',
      stg_customers: 'success',
      stg_orders: 'success',
      totals_are_positive: 'pass',
      unique_customers_customer_id: 'pass',
    });
    expect(await rows('select * from main.customers order by 1')).toEqual([
      [1, 'Ann', '2', 30.5],
      [2, 'Bob', '1', 5.25],
      [3, 'Cy', '0', null],
    ]);
    expect(
      await rows(`select table_schema, table_name, table_type from information_schema.tables
        order by all`),
    ).toEqual([
      ['main', 'customers', 'BASE TABLE'],
      ['main', 'raw_customers', 'BASE TABLE'],
      ['main', 'raw_orders', 'BASE TABLE'],
      ['main_staging', 'stg_customers', 'VIEW'],
      ['main_staging', 'stg_orders', 'VIEW'],
    ]);
  });

  test('gives the ids dbt gives', async () => {
    const { project } = await openFiles({
      ...shop,
      'dbt_project.yml': 'name: jaffle\nprofile: shop\nvars: {lowest_total: 0}\n',
    });
    const ids = project.ls({ select: ['test_type:generic'] }).map((node) => node.unique_id);
    expect(ids.sort()).toEqual([
      'test.jaffle.accepted_values_customers_name__Ann__Bob__Cy.05f044c4b6',
      'test.jaffle.not_null_customers_customer_id.5c9bf9911d',
      'test.jaffle.relationships_stg_orders_customer_id__customer_id__ref_stg_customers_.430bf21500',
      'test.jaffle.unique_customers_customer_id.c5af1ff4b1',
    ]);
  });

  test('tells what happens as events, the summary last', async () => {
    const { project } = await openFiles(shop, { threads: 1 });
    const kinds: string[] = [];
    for await (const event of project.build({ select: ['+stg_orders'] })) kinds.push(event.kind);
    expect(kinds[0]).toBe('run_started');
    expect(kinds.at(-1)).toBe('run_finished');
    expect(kinds.filter((kind) => kind === 'node_started')).toHaveLength(3);
    expect(kinds.filter((kind) => kind === 'node_finished')).toHaveLength(3);
  });

  test('runs twice in one process, and again with other variables', async () => {
    const bench = await openFiles(shop);
    await bench.build();
    expect(new Set(Object.values(await bench.build()))).toEqual(new Set(['success', 'pass']));
    const strict = await bench.reopen({ vars: { lowest_total: 10 } });
    await strict.project.run().finished();
    expect(await bench.rows('select name from main.customers')).toEqual([['Ann']]);
  });

  test('runs several projects side by side in one process', async () => {
    const benches = await Promise.all(
      [1, 2, 3].map((n) =>
        openFiles(
          {
            'macros/n.sql': `{% macro n() %}${n}{% endmacro %}`,
            'models/a.sql': 'select {{ n() }} as n, \'{{ var("name") }}\' as name',
            'models/b.sql': "{{ config(materialized='table') }}select * from {{ ref('a') }}",
            'models/b.yml': 'models: [{name: b, columns: [{name: n, data_tests: [not_null]}]}]',
          },
          { vars: { name: `project ${n}` } },
        ),
      ),
    );
    for (const built of await Promise.all(benches.map((bench) => bench.build()))) {
      expect(built).toEqual({ a: 'success', b: 'success', not_null_b_n: 'pass' });
    }
    const rows = await Promise.all(benches.map((bench) => bench.rows('select * from b')));
    expect(rows).toEqual([[[1, 'project 1']], [[2, 'project 2']], [[3, 'project 3']]]);
  });

  test('stops when its events are no longer wanted', async () => {
    const { project, rows } = await openFiles(shop, { threads: 1 });
    for await (const event of project.build()) {
      if (event.kind === 'node_finished') break;
    }
    const built = await rows('select table_name from information_schema.tables');
    expect(built.length).toBeLessThan(5);
  });

  test('skips what stands below a failure and carries on elsewhere', async () => {
    const { build } = await openFiles({
      'models/broken.sql': 'select no_such_column',
      'models/below.sql': "select * from {{ ref('broken') }}",
      'models/further.sql': "select * from {{ ref('below') }}",
      'models/apart.sql': 'select 1 as id',
    });
    expect(await build()).toEqual({
      apart: 'success',
      below: 'skipped',
      broken: 'error',
      further: 'skipped',
    });
  });

  test('a failing test holds back what is built on the tested model, a warning does not', async () => {
    const files = {
      'models/base.sql': 'select null as id',
      'models/below.sql': "select * from {{ ref('base') }}",
    };
    const yaml = (severity: string) => `
models:
  - name: base
    columns:
      - {name: id, data_tests: [{not_null: {config: {severity: ${severity}}}}]}
`;
    const strict = await openFiles({ ...files, 'models/base.yml': yaml('error') });
    expect(await strict.build()).toEqual({
      base: 'success',
      below: 'skipped',
      not_null_base_id: 'fail',
    });
    const lax = await openFiles({ ...files, 'models/base.yml': yaml('warn') });
    expect(await lax.build()).toEqual({
      base: 'success',
      below: 'success',
      not_null_base_id: 'warn',
    });
  });

  test('keeps the old table when its new query fails', async () => {
    const bench = await openFiles({
      'models/kept.sql': "{{ config(materialized='table') }} select 1 as id",
    });
    await bench.build();
    await writeFiles(bench.dir, {
      'models/kept.sql': "{{ config(materialized='table') }} select cast('x' as int) as id",
    });
    expect(await (await bench.reopen()).build()).toEqual({ kept: 'error' });
    expect(await bench.rows('select * from kept')).toEqual([[1]]);
  });

  test('many small models on several threads all come out', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `models/m${index}.sql`,
        `{{ config(materialized='table', schema='s${index % 4}') }} select ${index} as n`,
      ]),
    );
    const { build, rows } = await openFiles(files, { threads: 4 });
    expect(Object.values(await build()).filter((status) => status === 'success')).toHaveLength(40);
    expect(await rows("select count(*) from duckdb_tables() where table_name like 'm%'")).toEqual([
      ['40'],
    ]);
  });

  test('writes compiled SQL below the target folder', async () => {
    const { project, dir } = await openFiles(shop);
    statuses(await project.compileAll({ select: ['stg_orders'] }).finished());
    const path = join(dir, 'target/compiled/shop/models/staging/stg_orders.sql');
    expect(await readFile(path, 'utf8')).toBe(
      'select id as order_id, customer as customer_id, amount, status from "memory"."main"."raw_orders"',
    );
  });
});
