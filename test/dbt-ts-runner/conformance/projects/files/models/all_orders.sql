{{ config(materialized='external') }}
select id, region, amount from {{ source('drops', 'every_order') }}
