{{ config(materialized='table') }}
select cast(code as varchar) as code, cast(name as varchar) as name from (values ('IS', 'Iceland'), ('NO', 'Norway')) as c (code, name)
