{{ config(materialized='table') }}
select cast('Ada' as varchar) as name, cast({{ var('id', '1') }} as integer) as id, cast('IS' as varchar) as country, cast(1.5 as decimal(10, 2)) as amount
