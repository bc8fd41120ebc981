{{ config(materialized='external', format='json') }}
select id, region from {{ ref('all_orders') }}
