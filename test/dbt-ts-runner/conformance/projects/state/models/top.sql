{{ config(materialized='table') }} select count(*) as n, '{{ target.name }}' as made_in from {{ ref('middle') }}
