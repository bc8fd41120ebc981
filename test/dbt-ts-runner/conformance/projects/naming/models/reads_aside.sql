{{ config(materialized='table') }}
select n, '{{ ref("kept") }}' as read from {{ ref('kept') }}
