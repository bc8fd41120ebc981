select id, amount > 5 as is_large from {{ ref('orders') }}
