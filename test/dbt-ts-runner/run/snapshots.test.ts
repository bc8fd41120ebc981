import { describe, expect, test } from 'vitest';
import { type Files, openFiles, type Workbench } from '../support/project_folder.ts';

const sources = 'sources: [{name: raw, schema: main, tables: [{name: people}]}]';
const first = `create or replace table people as select * from (values
  (1, 'Ann', 10, timestamp '2020-01-01'), (2, 'Bob', 20, timestamp '2020-01-01'),
  (3, 'Cy', 30, timestamp '2020-01-01')) t(id, name, pay, changed)`;

async function bench(config: string, files: Files = {}): Promise<Workbench> {
  const opened = await openFiles({
    'models/sources.yml': sources,
    'snapshots/people.sql': `{% snapshot kept %}{{ config(unique_key='id', ${config}) }}
select * from {{ source('raw', 'people') }}
{% endsnapshot %}`,
    ...files,
  });
  await opened.rows(first);
  return opened;
}

async function snapshot({ project }: Workbench): Promise<(string | undefined)[]> {
  const { results } = await project.snapshot().finished();
  return results.map(({ status, message }) => (status === 'success' ? status : message));
}

const history = `select id, pay, cast(dbt_valid_from as date), cast(dbt_valid_to as date)
  from kept order by id, dbt_valid_from`;

describe('the timestamp strategy', () => {
  const config = "strategy='timestamp', updated_at='changed'";

  test('keeps each version of a row with the time it held', async () => {
    const it = await bench(config);
    await snapshot(it);
    await it.rows("update people set pay = 11, changed = timestamp '2020-02-01' where id = 1");
    await it.rows("insert into people values (4, 'Di', 40, timestamp '2020-02-02')");
    await it.rows('delete from people where id = 2');
    expect(await snapshot(it)).toEqual(['success']);
    expect(await snapshot(it)).toEqual(['success']);
    expect(await it.rows(history)).toEqual([
      [1, 10, '2020-01-01', '2020-02-01'],
      [1, 11, '2020-02-01', null],
      [2, 20, '2020-01-01', null],
      [3, 30, '2020-01-01', null],
      [4, 40, '2020-02-02', null],
    ]);
    const hash = "md5(id || '|' || changed)";
    expect(await it.rows(`select bool_and(dbt_scd_id = ${hash}), count(*) from kept`)).toEqual([
      [true, '5'],
    ]);
  });

  test('a change without a later time is none', async () => {
    const it = await bench(config);
    await snapshot(it);
    await it.rows('update people set pay = 99');
    await snapshot(it);
    expect(await it.rows('select count(*), max(pay) from kept')).toEqual([['3', 30]]);
  });

  test('hard_deletes invalidate closes the rows that went away', async () => {
    const it = await bench(`${config}, hard_deletes='invalidate'`);
    await snapshot(it);
    await it.rows('delete from people where id = 2');
    await snapshot(it);
    await snapshot(it);
    expect(
      await it.rows(
        'select id, dbt_valid_to is null, dbt_valid_to > now() - interval 1 hour from kept order by 1',
      ),
    ).toEqual([
      [1, true, null],
      [2, false, true],
      [3, true, null],
    ]);
  });

  test('hard_deletes new_record adds a row that says so, and one when it comes back', async () => {
    const it = await bench(`${config}, hard_deletes='new_record'`);
    await snapshot(it);
    await it.rows('delete from people where id = 2');
    await snapshot(it);
    await snapshot(it);
    const rows =
      'select dbt_is_deleted, dbt_valid_to is null from kept where id = 2 order by dbt_valid_from';
    expect(await it.rows(rows)).toEqual([
      ['False', false],
      ['True', true],
    ]);
    await it.rows("insert into people values (2, 'Bob', 25, now()::timestamp + interval 1 day)");
    await snapshot(it);
    await snapshot(it);
    expect(await it.rows(rows)).toEqual([
      ['False', false],
      ['True', false],
      ['False', true],
    ]);
    expect(await it.rows('select count(*), count(distinct dbt_scd_id) from kept')).toEqual([
      ['5', '5'],
    ]);
  });

  test('a row that comes back unchanged is current again', async () => {
    const it = await bench(`${config}, hard_deletes='new_record'`);
    await snapshot(it);
    await it.rows('delete from people where id = 2');
    await snapshot(it);
    await it.rows("insert into people values (2, 'Bob', 20, timestamp '2020-01-01')");
    await snapshot(it);
    await snapshot(it);
    expect(
      await it.rows(`select dbt_is_deleted, dbt_valid_to is null from kept where id = 2
        order by dbt_valid_to nulls last, dbt_is_deleted desc`),
    ).toEqual([
      ['True', false],
      ['False', false],
      ['False', true],
    ]);
  });

  test('dbt_valid_to_current stands in the open rows', async () => {
    const it = await bench(`${config}, dbt_valid_to_current="cast('9999-12-31' as timestamp)"`);
    await snapshot(it);
    await it.rows("update people set pay = 11, changed = timestamp '2020-02-01' where id = 1");
    await snapshot(it);
    expect(await it.rows(`${history} limit 3`)).toEqual([
      [1, 10, '2020-01-01', '2020-02-01'],
      [1, 11, '2020-02-01', '9999-12-31'],
      [2, 20, '2020-01-01', '9999-12-31'],
    ]);
  });
});

describe('the check strategy', () => {
  test('compares the named columns, nulls too', async () => {
    const it = await bench("strategy='check', check_cols=['pay']");
    await snapshot(it);
    await it.rows("update people set name = 'Anna' where id = 1");
    await it.rows('update people set pay = null where id = 2');
    await snapshot(it);
    await snapshot(it);
    expect(
      await it.rows(
        'select id, name, pay, dbt_valid_to is null from kept order by 1, dbt_valid_from',
      ),
    ).toEqual([
      [1, 'Ann', 10, true],
      [2, 'Bob', 20, false],
      [2, 'Bob', null, true],
      [3, 'Cy', 30, true],
    ]);
  });

  test('all columns, and a column that is new', async () => {
    const it = await bench("strategy='check', check_cols='all'");
    await snapshot(it);
    await it.rows("update people set name = 'Anna' where id = 1");
    await snapshot(it);
    expect(await it.rows('select count(*) from kept')).toEqual([['4']]);
    await it.rows('alter table people add column town varchar');
    await it.rows("update people set town = 'Ulm' where id = 3");
    await snapshot(it);
    expect(
      await it.rows('select id, town from kept where dbt_valid_to is null order by 1'),
    ).toEqual([
      [1, null],
      [2, null],
      [3, 'Ulm'],
    ]);
  });
});

describe('snapshots', () => {
  test('the YAML form, several keys, own column names and a schema of its own', async () => {
    const it = await openFiles({
      'models/people.sql': "select 1 as id, 'x' as kind, {{ var('pay') }} as pay",
      'models/below.sql': "select pay from {{ ref('kept') }} where till is null",
      'snapshots/people.yml': `
snapshots:
  - name: kept
    relation: ref('people')
    description: Pay over time.
    config:
      schema: history
      strategy: check
      unique_key: [id, kind]
      check_cols: [pay]
      snapshot_meta_column_names: {dbt_valid_from: since, dbt_valid_to: till, dbt_scd_id: version}
    columns: [{name: id, data_tests: [not_null]}]
`,
      'dbt_project.yml': 'name: shop\nprofile: shop\nvars: {pay: 1}\n',
    });
    const built = {
      below: 'success',
      kept: 'success',
      not_null_kept_id: 'pass',
      people: 'success',
    };
    expect(await it.build()).toEqual(built);
    expect(await (await it.reopen({ vars: { pay: 2 } })).build()).toEqual(built);
    expect(await it.rows('select pay from below')).toEqual([[2]]);
    expect(
      await it.rows(
        'select pay, since is null, till is null, version is null from main_history.kept order by 1',
      ),
    ).toEqual([
      [1, false, false, false],
      [2, false, true, false],
    ]);
    expect(
      it.project
        .ls({ select: ['resource_type:snapshot'], indirectSelection: 'empty' })
        .map((node) => node.fqn),
    ).toEqual([['shop', 'kept']]);
  });

  test("target_schema stands alone and a strategy may be the own project's", async () => {
    const it = await bench("strategy='never', target_schema='kept_here'", {
      'macros/never.sql': `
{% macro snapshot_never_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
  {{ return({'unique_key': 'id', 'updated_at': "timestamp '2020-01-01'", 'row_changed': 'false', 'scd_id': "'k' || id", 'invalidate_hard_deletes': false}) }}
{% endmacro %}`,
    });
    await snapshot(it);
    await it.rows('update people set pay = 0');
    await snapshot(it);
    expect(await it.rows('select sum(pay), min(dbt_scd_id) from kept_here.kept')).toEqual([
      ['60', 'k1'],
    ]);
  });

  test.each([
    ["strategy='timestamp'", /has the strategy timestamp and no updated_at/],
    ["strategy='check'", /has the strategy check and no check_cols/],
    ["updated_at='changed'", /has no strategy/],
    ["strategy='check', check_cols='all', hard_deletes='maybe'", /hard_deletes: maybe. Use ignore/],
  ])('%s is refused while parsing', async (config, message) => {
    await expect(bench(config)).rejects.toThrow(message);
  });

  test('says what is wrong while running', async () => {
    expect(await snapshot(await bench("strategy='nope'"))).toEqual([
      expect.stringMatching(/The snapshot strategy 'nope' has no macro snapshot_nope_strategy/),
    ]);
    const it = await bench("strategy='timestamp', updated_at='changed'");
    await it.rows('create table kept as select 1 as id');
    expect(await snapshot(it)).toEqual([
      expect.stringMatching(/has no column dbt_valid_to, .* so it is no table of this snapshot/),
    ]);
  });
});
