select id, region, amount, '{{ var("scoped") }}' as scoped from {{ ref('sales') }}
