{#- Creates the indexes of the config `indexes`. -#}
{% macro create_indexes(relation) -%}
  {{ return(adapter.dispatch('create_indexes', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__create_indexes(relation) -%}
  {%- for index in config.get('indexes') or [] -%}
    {%- set sql = get_create_index_sql(relation, index) -%}
    {%- if sql -%}
      {%- call statement() -%}{{ sql }}{%- endcall -%}
    {%- endif -%}
  {%- endfor -%}
{%- endmacro %}

{% macro get_create_index_sql(relation, index_dict) -%}
  {{ return(adapter.dispatch('get_create_index_sql', 'dbt')(relation, index_dict)) }}
{%- endmacro %}

{#- A database without indexes of its own passes over them. -#}
{% macro default__get_create_index_sql(relation, index_dict) -%}
  {{ return(none) }}
{%- endmacro %}

{#- The server names the index after its table and columns. -#}
{% macro postgres__get_create_index_sql(relation, index_dict) -%}
  {%- set columns = index_dict.get('columns') -%}
  {%- if not columns -%}
    {{ exceptions.raise_compiler_error('An index of ' ~ relation ~ ' names no columns. List them under columns.') }}
  {%- endif -%}
  {%- set names = [columns] if columns is string else columns -%}
  create {{ 'unique ' if index_dict.get('unique') }}index on {{ relation }}
  {{ 'using ' ~ index_dict['type'] if index_dict.get('type') }}
  ({{ get_quoted_csv(names) }})
{%- endmacro %}
