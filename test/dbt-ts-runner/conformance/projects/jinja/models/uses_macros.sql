select
  '{{ describe_arguments("a", "b", c=1) | replace("'", '"') }}' as arguments,
  {{ recursive(3) }} as recursive,
  {% call(name) wrapped('col') %}'{{ name }}'{% endcall %} as called,
  {% for n in range(1, 4) if n != 2 -%}
    {{ n }} as n{{ loop.index }}_{{ loop.revindex }}{{ ',' if not loop.last }}
  {% endfor %}
  {%- raw %}, '{{ raw }}' as raw{% endraw %}
from {{ ref('values') }}
{% filter upper %} where 1 = 1 {% endfilter %}
