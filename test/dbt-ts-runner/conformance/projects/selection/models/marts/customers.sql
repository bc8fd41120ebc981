{{ config(tags=['nightly'], meta={'owner': 'ann'}, access='public') }}
select c.id, c.name, sum(o.amount) as amount
from {{ ref('stg_customers') }} as c left join {{ ref('stg_orders') }} as o on c.id = o.customer_id
group by all
