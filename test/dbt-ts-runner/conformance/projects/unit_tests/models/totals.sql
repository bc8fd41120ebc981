select n.customer, sum(o.amount) * {{ var('factor') }} * max(r.rate) as total, max(o.placed) as latest,
  {{ today() }} as asked
from {{ ref('names') }} as n
join {{ ref('orders') }} as o on n.customer = o.customer
cross join {{ source('raw', 'rates') }} as r
group by 1
