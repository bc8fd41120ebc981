{{ config(materialized='table') }}
with a as (select * from {{ ref('middle') }}), b as (select * from {{ ref('base') }})
select a.n, a.next, b.doubled from a join b on a.n = b.n
