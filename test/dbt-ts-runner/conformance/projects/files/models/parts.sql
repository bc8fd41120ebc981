{{ config(materialized='external', options={'partition_by': 'region', 'overwrite_or_ignore': 1}) }}
select * from {{ ref('all_orders') }}
