{{ config(tags='own', meta={'level': 2, 'own': true}) }}
select *, {{ var('nested').list | sum }} as total, '{{ config.get("materialized") }}' as made
from {{ ref('stg_sales') }}
