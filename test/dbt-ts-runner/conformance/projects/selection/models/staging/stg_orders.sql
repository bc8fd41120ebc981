select id, customer_id, amount, cast('2024-01-01' as date) as placed_on from {{ source('shop', 'orders') }}
