{#- A query that gives the rows, each column cast to its type; columns a row leaves out are null. -#}
{% macro get_fixture_sql(rows, column_name_to_data_types) -%}
  {{ return(adapter.dispatch('get_fixture_sql', 'dbt')(rows, column_name_to_data_types)) }}
{%- endmacro %}

{% macro default__get_fixture_sql(rows, column_name_to_data_types) -%}
  {%- set cells = rows or [{}] -%}
  {%- for row in cells %}
  select
    {%- for name, type in column_name_to_data_types.items() %}
    {{ fixture_value(row.get(name), type) }} as {{ adapter.quote(name) }}{{ ',' if not loop.last }}
    {%- endfor %}
  {{ 'union all' if not loop.last }}
  {%- endfor %}
  {{ 'limit 0' if not rows }}
{%- endmacro %}

{% macro fixture_value(value, type) -%}
  {%- if value is none -%}
    {{ return(cast('null', type)) }}
  {%- elif value is string -%}
    {{ return(cast(string_literal(escape_single_quotes(value)), type)) }}
  {%- elif value is mapping or (value is sequence and value is not string) -%}
    {{ return(cast(string_literal(escape_single_quotes(tojson(value))), type)) }}
  {%- endif -%}
  {{ return(cast(value | string | lower, type)) }}
{%- endmacro %}

{#- Actual and expected rows under one another, told apart by the first column. -#}
{% macro get_unit_test_sql(actual_sql, expected_sql, column_names) -%}
  {{ return(adapter.dispatch('get_unit_test_sql', 'dbt')(actual_sql, expected_sql, column_names)) }}
{%- endmacro %}

{% macro default__get_unit_test_sql(actual_sql, expected_sql, column_names) -%}
  {%- for side, sql in [('actual', actual_sql), ('expected', expected_sql)] %}
  select
    '{{ side }}' as actual_or_expected
    {%- for name in column_names %},
    {{ cast(adapter.quote(name), type_string()) }} as {{ adapter.quote(name) }}
    {%- endfor %}
  from (
{{ sql }}
  ) as dbt_internal_unit_test_{{ side }}
  {{ 'union all' if loop.first }}
  {%- endfor %}
{%- endmacro %}

{#- A number's text ends in as many zeros as its type has; trimmed, equal numbers have equal texts. -#}
{% macro postgres__get_unit_test_sql(actual_sql, expected_sql, column_names) -%}
  {%- for side, sql in [('actual', actual_sql), ('expected', expected_sql)] %}
  select
    '{{ side }}' as actual_or_expected
    {%- for name in column_names %}
    {%- set column = adapter.quote(name) %},
    case
      when pg_typeof({{ column }}) = 'numeric'::regtype and cast({{ column }} as text) like '%.%'
        then rtrim(rtrim(cast({{ column }} as text), '0'), '.')
      else cast({{ column }} as text)
    end as {{ column }}
    {%- endfor %}
  from (
{{ sql }}
  ) as dbt_internal_unit_test_{{ side }}
  {{ 'union all' if loop.first }}
  {%- endfor %}
{%- endmacro %}
