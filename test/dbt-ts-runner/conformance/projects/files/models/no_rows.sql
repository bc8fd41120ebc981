{{ config(materialized='external') }}
select * from {{ ref('all_orders') }} where id < 0
