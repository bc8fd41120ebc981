select order_id,
  {{ dbt.any_value('order_id') }} as any_order,
  {{ dbt.bool_or('amount > 5') }} as has_large,
  {{ dbt.listagg('method', "', '", 'order by method') }} as methods,
  {{ dbt.listagg('method', "','", 'order by method desc', 1) }} as last_method
from {{ ref('payments') }} group by order_id
{{ dbt.intersect() }}
select 1, 1, true, 'card, coupon', 'coupon'
