import type { Files } from '../support/project_folder.ts';

/** A small project that uses every materialization, and SQL that databases share. */
export const market: Files = {
  'dbt_project.yml': `
name: market
profile: market
on-run-start: create table if not exists {{ target.schema }}.told (said varchar(100))
models:
  market:
    +persist_docs: {relation: true, columns: true}
`,
  'seeds/people.csv': [
    'id,name,born,score,member,updated_at,note',
    '1,Ann,1990-02-28,10.5,true,2024-01-01 10:00:00,"says ""hi"", twice"',
    "2,Bob,,20,false,2024-01-01 11:30:00,it's",
    '3,Cy,2000-12-31,0.25,true,2024-01-02 00:00:00,',
  ].join('\n'),
  'seeds/orders.csv': [
    'order_id,person_id,day,amount,big',
    '1,1,2024-01-01,10.50,12345678901',
    '2,1,2024-01-15,20.00,12345678902',
    '3,2,2024-02-29,5.25,12345678903',
  ].join('\n'),
  'seeds/seeds.yml': `
seeds:
  - name: orders
    config: {column_types: {amount: "decimal(10, 2)", day: date}}
`,
  'models/stg_orders.sql': `
select order_id, person_id, day, amount, big from {{ ref('orders') }}
where amount >= {{ var('least', 0) }}`,
  'models/loud_people.sql': `{{ config(materialized='ephemeral') }}
select id, upper(name) as name from {{ ref('people') }}`,
  'models/totals.sql': `{{ config(
    materialized='table',
    indexes=[{'columns': ['person_id'], 'unique': true}, {'columns': ['name', 'total'], 'type': 'btree'}],
    pre_hook="insert into {{ target.schema }}.told values ('before')",
    post_hook=["insert into {{ target.schema }}.told values ('after')",
      after_commit("insert into {{ target.schema }}.told values ('at last')")]
) }}
select p.id as person_id, p.name, count(o.order_id) as orders, sum(o.amount) as total
from {{ ref('loud_people') }} as p
left join {{ ref('stg_orders') }} as o on p.id = o.person_id
group by p.id, p.name`,
  'models/counts_itself.sql': `{{ config(materialized='table') }}
{%- set there = load_relation(this) %}
select 1 + {{ '(select max(n) from ' ~ this ~ ')' if there else '0' }} as n`,
  'models/appended.sql': `{{ config(materialized='incremental', incremental_strategy='append') }}
select order_id, amount from {{ ref('stg_orders') }}
{% if is_incremental() %} where order_id > (select max(order_id) from {{ this }}) {% endif %}`,
  'models/replaced.sql': `{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key=['order_id', 'person_id']
) }}
select order_id, person_id, amount from {{ ref('stg_orders') }}`,
  'models/merged.sql': `{{ config(
    materialized='incremental', incremental_strategy='merge', unique_key='order_id',
    merge_exclude_columns=['first_amount']
) }}
select order_id, amount, amount as first_amount from {{ ref('stg_orders') }}`,
  'models/grows.sql': `{{ config(
    materialized='incremental', unique_key='order_id', on_schema_change='sync_all_columns'
) }}
select order_id, {{ var('more', 'person_id') }} from {{ ref('stg_orders') }}`,
  'models/held_back.sql': "select order_id, amount / 2 as half from {{ ref('stg_orders') }}",
  'models/promised.sql': `{{ config(materialized='table') }}
select name, id from {{ ref('people') }}`,
  'models/models.yml': `
models:
  - name: promised
    description: What's promised.
    config: {contract: {enforced: true}}
    constraints: [{type: check, expression: id > 0}]
    columns:
      - name: id
        data_type: integer
        constraints: [{type: not_null}, {type: primary_key}]
      - name: name
        data_type: varchar(100)
        description: As "written".
  - name: totals
    columns:
      - name: person_id
        data_tests:
          - unique
          - not_null
          - relationships: {arguments: {to: ref('people'), field: id}}
      - name: name
        data_tests:
          - accepted_values:
              arguments: {values: [ANN, BOB]}
              config: {severity: warn, store_failures: true, where: person_id > 0, limit: 5}
  - name: stg_orders
    columns:
      - {name: amount, data_tests: [{not_null: {config: {error_if: '> 5'}}}]}
unit_tests:
  - name: amounts_add_up
    model: totals
    given:
      - input: ref('loud_people')
        rows: [{id: 7, name: Z}, {id: 8, name: Y}]
      - input: ref('stg_orders')
        rows:
          - {order_id: 1, person_id: 7, day: 2024-01-01, amount: 2.5}
          - {order_id: 2, person_id: 7, amount: 1}
    expect:
      rows:
        - {person_id: 7, name: Z, orders: 2, total: 3.5}
        - {person_id: 8, name: Y, orders: 0, total: null}
  - name: halves_that_are_wrong
    model: held_back
    given:
      - input: ref('stg_orders')
        format: csv
        rows: |
          order_id,amount
          7,5
    expect: {rows: [{order_id: 7, half: 2}]}
`,
  'tests/nobody_owes.sql': "select * from {{ ref('totals') }} where total < 0",
  'snapshots/snapshots.yml': `
snapshots:
  - name: people_by_time
    relation: ref('people')
    config: {unique_key: id, strategy: timestamp, updated_at: updated_at, hard_deletes: invalidate}
  - name: people_by_value
    relation: ref('people')
    config: {unique_key: [id, name], strategy: check, check_cols: [score, note], hard_deletes: new_record}
`,
  'models/shared/sources.yml': `
sources:
  - name: raw
    schema: "{{ target.schema }}"
    tables:
      - name: people
        loaded_at_field: updated_at
        freshness: {warn_after: {count: 1, period: day}}
`,
  'models/shared/dates.sql': `{{ config(materialized='table') }}
with moments as (
  select 1 as n, cast('2024-01-31 23:59:58' as timestamp) as a, cast('2024-03-03 00:00:01' as timestamp) as b
  union all
  select 2, cast('2023-12-31 00:00:00' as timestamp), cast('2022-06-15 12:30:00' as timestamp)
)
select
  n
  {%- for part in ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond', 'microsecond'] %},
  {{ datediff('a', 'b', part) }} as {{ part }}s_between
  {%- endfor %}
  {%- for part in ['year', 'quarter', 'month', 'week', 'day', 'hour'] %},
  {{ dateadd(part, -2, 'a') }} as two_{{ part }}s_before,
  {{ date_trunc(part, 'a') }} as {{ part }}_of_a
  {%- endfor %}
  {%- for part in ['month', 'quarter', 'year'] %},
  {{ last_day('a', part) }} as last_day_of_{{ part }}
  {%- endfor %},
  {{ date(2024, 2, 29) }} as leap_day
from moments`,
  'models/shared/days.sql': `{{ config(materialized='table') }}
with spine as (
  {{ date_spine('day', "cast('2024-02-27' as date)", "cast('2024-03-02' as date)") }}
)
select cast(date_day as date) as day from spine`,
  'models/shared/words.sql': `{{ config(materialized='table') }}
select
  id,
  {{ concat(['name', "'-'", 'note']) }} as joined,
  {{ length('name') }} as letters,
  {{ position("'n'", 'name') }} as first_n,
  {{ replace('name', "'n'", "'m'") }} as replaced,
  {{ right('name', 2) }} as ending,
  {{ split_part("'a|b|c'", "'|'", 2) }} as second_part,
  {{ hash('name') }} as hashed,
  {{ safe_cast("'12'", type_int()) }} as twelve,
  {{ cast_bool_to_text('member') }} as member_text,
  {{ string_literal(escape_single_quotes("it's")) }} as quoted,
  case when {{ equals('note', 'null') }} then 'none' else 'some' end as noted,
  cast(1.5 as {{ type_float() }}) as a_float,
  cast(2 as {{ type_bigint() }}) as a_bigint,
  cast(1.25 as {{ type_numeric() }}) as a_numeric,
  cast(id as {{ type_string() }}) as a_string
from {{ ref('people') }}`,
  'models/shared/groups.sql': `{{ config(materialized='table') }}
select
  person_id,
  {{ listagg('cast(order_id as varchar(10))', "'; '", 'order by order_id desc') }} as ids,
  {{ listagg('cast(order_id as varchar(10))', "'; '", 'order by order_id', 1) }} as first_id,
  {{ any_value('person_id') }} as same_person,
  {{ bool_or('amount > 15') }} as has_large
from {{ ref('stg_orders') }}
group by person_id`,
  'models/shared/sets.sql': `{{ config(materialized='table') }}
select id from {{ ref('people') }}
{{ except() }}
(select person_id from {{ ref('orders') }} {{ intersect() }} select 1)`,
};

/** The second day: a changed person, one gone and one new; a changed order and a new one. */
export const nextDay: Files = {
  'seeds/people.csv': [
    'id,name,born,score,member,updated_at,note',
    '1,Ann,1990-02-28,11.5,true,2024-01-03 10:00:00,"says ""hi"", twice"',
    '3,Cy,2000-12-31,0.25,true,2024-01-02 00:00:00,',
    '4,Di,1970-01-01,,,2024-01-03 12:00:00,new',
  ].join('\n'),
  'seeds/orders.csv': [
    'order_id,person_id,day,amount,big',
    '2,1,2024-01-15,22.00,12345678902',
    '3,4,2024-02-29,5.25,12345678903',
    '4,4,2024-03-01,7.00,12345678904',
  ].join('\n'),
};

/** What to read of each relation; moments of the run are left out. */
export const readable: Readonly<Record<string, string>> = {
  people: '*',
  orders: '*',
  stg_orders: '*',
  totals: '*',
  counts_itself: '*',
  appended: '*',
  replaced: '*',
  merged: '*',
  grows: '*',
  promised: '*',
  dates: '*',
  days: '*',
  words: '*',
  groups: '*',
  sets: '*',
  people_by_time: 'id, name, score, dbt_valid_from, dbt_valid_to is null as is_current',
  people_by_value: 'id, name, score, note, dbt_valid_to is null as is_current, dbt_is_deleted',
};
