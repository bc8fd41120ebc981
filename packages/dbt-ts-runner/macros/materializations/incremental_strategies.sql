{% macro get_incremental_default_sql(arg_dict) -%}
  {{ return(adapter.dispatch('get_incremental_default_sql', 'dbt')(arg_dict)) }}
{%- endmacro %}

{% macro default__get_incremental_default_sql(arg_dict) -%}
  {%- if arg_dict['unique_key'] -%}
    {{ return(get_incremental_delete_insert_sql(arg_dict)) }}
  {%- endif -%}
  {{ return(get_incremental_append_sql(arg_dict)) }}
{%- endmacro %}

{% macro get_incremental_append_sql(arg_dict) -%}
  {{ return(adapter.dispatch('get_incremental_append_sql', 'dbt')(arg_dict)) }}
{%- endmacro %}

{% macro default__get_incremental_append_sql(arg_dict) -%}
  {{ return(get_insert_into_sql(
      arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['dest_columns']
  )) }}
{%- endmacro %}

{% macro get_insert_into_sql(target_relation, temp_relation, dest_columns) -%}
  {%- set names = get_quoted_csv(dest_columns | map(attribute='name')) -%}
  insert into {{ target_relation }} ({{ names }})
  select {{ names }} from {{ temp_relation }}
{%- endmacro %}

{% macro get_incremental_delete_insert_sql(arg_dict) -%}
  {{ return(adapter.dispatch('get_incremental_delete_insert_sql', 'dbt')(arg_dict)) }}
{%- endmacro %}

{% macro default__get_incremental_delete_insert_sql(arg_dict) -%}
  {{ return(get_delete_insert_merge_sql(
      arg_dict['target_relation'],
      arg_dict['temp_relation'],
      arg_dict['unique_key'],
      arg_dict['dest_columns'],
      arg_dict['incremental_predicates']
  )) }}
{%- endmacro %}

{% macro get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {{ adapter.dispatch('get_delete_insert_merge_sql', 'dbt')(
      target, source, unique_key, dest_columns, incremental_predicates
  ) }}
{%- endmacro %}

{% macro default__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {%- if unique_key -%}
    {%- set keys = [unique_key] if unique_key is string else unique_key -%}
    delete from {{ target }} as dbt_internal_dest
    where exists (
      select 1 from {{ source }} as dbt_internal_source
      where {% for key in keys -%}
        dbt_internal_source.{{ key }} = dbt_internal_dest.{{ key }}{{ ' and ' if not loop.last }}
      {%- endfor %}
    )
    {%- for predicate in incremental_predicates or [] %}
      and {{ predicate }}
    {%- endfor %};
  {% endif %}
  {{ get_insert_into_sql(target, source, dest_columns) }}
{%- endmacro %}

{#- A delete has no alias for its table. -#}
{% macro trino__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {%- if unique_key -%}
    {%- set keys = ([unique_key] if unique_key is string else unique_key) | join(', ') -%}
    delete from {{ target }}
    where ({{ keys }}) in (select {{ keys }} from {{ source }})
    {%- for predicate in incremental_predicates or [] %}
      and {{ predicate }}
    {%- endfor %};
  {% endif %}
  {{ get_insert_into_sql(target, source, dest_columns) }}
{%- endmacro %}

{% macro get_incremental_merge_sql(arg_dict) -%}
  {{ return(adapter.dispatch('get_incremental_merge_sql', 'dbt')(arg_dict)) }}
{%- endmacro %}

{% macro default__get_incremental_merge_sql(arg_dict) -%}
  {{ return(get_merge_sql(
      arg_dict['target_relation'],
      arg_dict['temp_relation'],
      arg_dict['unique_key'],
      arg_dict['dest_columns'],
      arg_dict['incremental_predicates']
  )) }}
{%- endmacro %}

{% macro get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {{ adapter.dispatch('get_merge_sql', 'dbt')(
      target, source, unique_key, dest_columns, incremental_predicates
  ) }}
{%- endmacro %}

{% macro default__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {%- set keys = [unique_key] if unique_key is string else (unique_key or []) -%}
  {%- set conditions = [] -%}
  {%- for key in keys -%}
    {%- do conditions.append('DBT_INTERNAL_SOURCE.' ~ key ~ ' = DBT_INTERNAL_DEST.' ~ key) -%}
  {%- endfor -%}
  {%- do conditions.extend(incremental_predicates or []) -%}
  {%- set names = dest_columns | map(attribute='name') | list -%}
  {%- set updated = get_merge_update_columns(
      config.get('merge_update_columns'), config.get('merge_exclude_columns'), dest_columns
  ) -%}
  merge into {{ target }} as DBT_INTERNAL_DEST
  using {{ source }} as DBT_INTERNAL_SOURCE
  on {{ conditions | join(' and ') if keys else 'false' }}
  {% if keys -%}
  when matched then update set
    {% for name in updated -%}
      {{ name }} = DBT_INTERNAL_SOURCE.{{ name }}{{ ', ' if not loop.last }}
    {%- endfor %}
  {%- endif %}
  when not matched then insert ({{ get_quoted_csv(names) }})
  values (
    {% for name in names -%}
      DBT_INTERNAL_SOURCE.{{ adapter.quote(name) }}{{ ', ' if not loop.last }}
    {%- endfor %}
  )
{%- endmacro %}

{#- Quoted names of the columns a merge updates. -#}
{% macro get_merge_update_columns(merge_update_columns, merge_exclude_columns, dest_columns) -%}
  {%- if merge_update_columns and merge_exclude_columns -%}
    {{ exceptions.raise_compiler_error('Set merge_update_columns or merge_exclude_columns, not both') }}
  {%- endif -%}
  {%- if merge_update_columns -%}
    {{ return(merge_update_columns) }}
  {%- endif -%}
  {%- set excluded = merge_exclude_columns or [] | map('lower') | list -%}
  {%- set names = [] -%}
  {%- for column in dest_columns if column.name | lower not in excluded -%}
    {%- do names.append(column.quoted) -%}
  {%- endfor -%}
  {{ return(names) }}
{%- endmacro %}
