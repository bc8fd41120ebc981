{{ config(materialized='external', location='out/as.csv', delimiter='|') }}
select * from {{ ref('all_orders') }}
