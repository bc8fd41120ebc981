{%- set methods = methods() -%}
select order_id
{%- for method in methods %}
  , sum(case when method = '{{ method }}' then {{ cents('amount') }} end) as {{ slug(method) }}_cents
{%- endfor %}
from {{ ref('payments') }}
group by 1
