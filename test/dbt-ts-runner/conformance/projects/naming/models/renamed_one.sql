{{ config(alias='renamed', schema='Mixed Case', materialized='table') }}
select * from {{ ref('plain') }}
