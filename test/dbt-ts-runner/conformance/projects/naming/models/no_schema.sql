{{ config(schema=none) }}
select 1 as "Odd Column"
