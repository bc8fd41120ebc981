{% macro cents(column, scale=2) -%}
  round({{ column }} * 100, {{ scale }})
{%- endmacro %}

{% macro methods() %}
  {% set query %}select distinct method from {{ ref('payments') }} order by 1{% endset %}
  {% set found = run_query(query) %}
  {{ return(found.columns[0].values() if execute else []) }}
{% endmacro %}

{% macro slug(text) %}{{ return(text | lower | replace(' ', '_')) }}{% endmacro %}

{% macro describe_arguments() -%}
  {{ varargs | join('/') }}|{{ kwargs.items() | list }}
{%- endmacro %}

{% macro wrapped(name) -%}
  ( {{ caller(name) }} )
{%- endmacro %}

{%- macro recursive(n) -%}
  {%- if n > 0 -%}{{ n }} + {{ recursive(n - 1) }}{%- else -%}0{%- endif -%}
{%- endmacro -%}
