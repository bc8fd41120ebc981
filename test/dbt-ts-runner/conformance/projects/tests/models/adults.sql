{{ config(materialized='table') }}
select * from {{ ref('people') }} where age >= 18
