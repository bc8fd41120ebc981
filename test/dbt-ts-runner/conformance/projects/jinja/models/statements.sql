{%- call statement('largest', fetch_result=true) -%}
  select max(amount) as amount, 'x' as label from {{ ref('payments') }}
{%- endcall -%}
{%- set largest = load_result('largest') -%}
select
  {{ largest.data[0][0] if execute else 0 }} as largest,
  '{{ largest.table.column_names | join(",") if execute else "" }}' as names,
  {% if execute %}{{ largest.table.rows | length }}{% else %}0{% endif %} as counted
