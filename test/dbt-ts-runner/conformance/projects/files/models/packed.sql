{{ config(materialized='external', location='out/packed.csv.gz') }}
select * from {{ ref('all_orders') }}
