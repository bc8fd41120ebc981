{% macro array_construct(inputs=[], data_type=none) -%}
  {{ return(adapter.dispatch('array_construct', 'dbt')(inputs, data_type)) }}
{%- endmacro %}

{% macro default__array_construct(inputs=[], data_type=none) -%}
  array[{{ inputs | join(', ') }}]
{%- endmacro %}

{% macro duckdb__array_construct(inputs=[], data_type=none) -%}
  {%- if inputs %}
  [{{ inputs | join(', ') }}]
  {%- else %}
  cast([] as {{ data_type or type_int() }}[])
  {%- endif %}
{%- endmacro %}

{% macro postgres__array_construct(inputs=[], data_type=none) -%}
  {%- if inputs %}
  array[{{ inputs | join(', ') }}]
  {%- else %}
  cast(array[] as {{ data_type or type_int() }}[])
  {%- endif %}
{%- endmacro %}

{% macro trino__array_construct(inputs=[], data_type=none) -%}
  {%- if inputs %}
  array[{{ inputs | join(', ') }}]
  {%- else %}
  cast(array[] as array({{ data_type or type_int() }}))
  {%- endif %}
{%- endmacro %}

{% macro array_append(array, new_element) -%}
  {{ return(adapter.dispatch('array_append', 'dbt')(array, new_element)) }}
{%- endmacro %}

{% macro default__array_append(array, new_element) -%}
  array_append({{ array }}, {{ new_element }})
{%- endmacro %}

{% macro trino__array_append(array, new_element) -%}
  {{ array }} || {{ new_element }}
{%- endmacro %}

{% macro array_concat(array_1, array_2) -%}
  {{ return(adapter.dispatch('array_concat', 'dbt')(array_1, array_2)) }}
{%- endmacro %}

{% macro default__array_concat(array_1, array_2) -%}
  array_cat({{ array_1 }}, {{ array_2 }})
{%- endmacro %}

{% macro duckdb__array_concat(array_1, array_2) -%}
  list_concat({{ array_1 }}, {{ array_2 }})
{%- endmacro %}

{% macro trino__array_concat(array_1, array_2) -%}
  concat({{ array_1 }}, {{ array_2 }})
{%- endmacro %}
