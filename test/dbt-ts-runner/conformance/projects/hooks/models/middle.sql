{{ config(materialized='ephemeral') }}
with own as (select * from {{ ref('base') }})
select *, n + 1 as next from own
