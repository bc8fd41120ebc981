import type { Files } from './project_folder.ts';

/** A small shop: two seeds, two staging views, a table, tests of all kinds. */
export const shop: Files = {
  'dbt_project.yml': `
name: shop
profile: shop
vars: {lowest_total: 0}
models:
  shop:
    +materialized: table
    staging: {+materialized: view, +schema: staging, +tags: [stg]}
`,
  'seeds/raw_customers.csv': 'id,name,since\n1,Ann,2020-01-01\n2,Bob,2021-05-06\n3,Cy,\n',
  'seeds/raw_orders.csv':
    'id,customer,amount,status\n1,1,10.5,placed\n2,1,20,shipped\n3,2,5.25,placed\n',
  'models/staging/stg_customers.sql':
    "select id as customer_id, name, since from {{ ref('raw_customers') }}",
  'models/staging/stg_orders.sql':
    "select id as order_id, customer as customer_id, amount, status from {{ ref('raw_orders') }}",
  'models/customers.sql': `
{{ config(tags=['mart']) }}
with orders as (
  select customer_id, count(*) as orders, sum(amount) as total
  from {{ ref('stg_orders') }} group by customer_id
)
select c.customer_id, c.name, coalesce(o.orders, 0) as orders, o.total
from {{ ref('stg_customers') }} as c
left join orders as o on c.customer_id = o.customer_id
where coalesce(o.total, 0) >= {{ var('lowest_total') }}
`,
  'models/customers.yml': `
models:
  - name: customers
    description: One row per customer.
    columns:
      - name: customer_id
        data_tests: [unique, not_null]
      - name: name
        data_tests:
          - accepted_values: {arguments: {values: [Ann, Bob, Cy]}}
  - name: stg_orders
    columns:
      - name: customer_id
        data_tests:
          - relationships: {arguments: {to: ref('stg_customers'), field: customer_id}}
unit_tests:
  - name: orders_are_counted
    model: customers
    given:
      - input: ref('stg_orders')
        rows: [{order_id: 1, customer_id: 7, amount: 2.5}, {order_id: 2, customer_id: 7, amount: 1}]
      - input: ref('stg_customers')
        rows: [{customer_id: 7, name: Z}]
    expect:
      rows: [{customer_id: 7, orders: 2, total: 3.5}]
`,
  'tests/totals_are_positive.sql': "select * from {{ ref('customers') }} where total < 0",
};
