{{ config(materialized='view') }}
select region, sum(amount) as amount from {{ ref('deep_sales') }}
where region = '{{ var("region") }}'
group by region limit {{ var('limit') }}
