{% macro any_value(expression) -%}
  {{ return(adapter.dispatch('any_value', 'dbt')(expression)) }}
{%- endmacro %}

{% macro default__any_value(expression) -%}
  any_value({{ expression }})
{%- endmacro %}

{#- any_value came with version 16. -#}
{% macro postgres__any_value(expression) -%}
  (array_agg({{ expression }}) filter (where {{ expression }} is not null))[1]
{%- endmacro %}

{% macro bool_or(expression) -%}
  {{ return(adapter.dispatch('bool_or', 'dbt')(expression)) }}
{%- endmacro %}

{% macro default__bool_or(expression) -%}
  bool_or({{ expression }})
{%- endmacro %}

{% macro listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
  {{ return(adapter.dispatch('listagg', 'dbt')(measure, delimiter_text, order_by_clause, limit_num)) }}
{%- endmacro %}

{% macro default__listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
  {%- if limit_num %}
  {{ exceptions.raise_compiler_error('listagg with limit_num needs an own macro for this database') }}
  {%- endif %}
  listagg({{ measure }}, {{ delimiter_text }}){% if order_by_clause %} within group ({{ order_by_clause }}){% endif %}
{%- endmacro %}

{% macro duckdb__listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
  {%- set list = 'list(' ~ measure ~ (' ' ~ order_by_clause if order_by_clause else '') ~ ')' %}
  {%- if limit_num %}
  array_to_string(({{ list }})[1:{{ limit_num }}], {{ delimiter_text }})
  {%- else %}
  string_agg({{ measure }}, {{ delimiter_text }}{{ ' ' ~ order_by_clause if order_by_clause }})
  {%- endif %}
{%- endmacro %}

{% macro postgres__listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
  {%- set ordered = ' ' ~ order_by_clause if order_by_clause else '' %}
  {%- if limit_num %}
  array_to_string((array_agg({{ measure }}{{ ordered }}))[1:{{ limit_num }}], {{ delimiter_text }})
  {%- else %}
  string_agg({{ measure }}, {{ delimiter_text }}{{ ordered }})
  {%- endif %}
{%- endmacro %}

{% macro trino__listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
  {%- set list = 'array_agg(' ~ measure ~ (' ' ~ order_by_clause if order_by_clause else '') ~ ')' %}
  array_join({{ 'slice(' ~ list ~ ', 1, ' ~ limit_num ~ ')' if limit_num else list }}, {{ delimiter_text }})
{%- endmacro %}
