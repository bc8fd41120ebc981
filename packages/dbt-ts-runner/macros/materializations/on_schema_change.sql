{% macro incremental_validate_on_schema_change(on_schema_change, default='ignore') -%}
  {%- if on_schema_change in ['ignore', 'fail', 'append_new_columns', 'sync_all_columns'] -%}
    {{ return(on_schema_change) }}
  {%- endif -%}
  {{ return(default) }}
{%- endmacro %}

{#- Columns to write, after changing the table as configured; none to write those it has. -#}
{% macro process_schema_changes(on_schema_change, source_relation, target_relation) -%}
  {%- if on_schema_change == 'ignore' -%}
    {{ return(none) }}
  {%- endif -%}
  {%- set added = adapter.get_missing_columns(source_relation, target_relation) -%}
  {%- set gone = adapter.get_missing_columns(target_relation, source_relation) -%}
  {%- set retyped = diff_column_data_types(source_relation, target_relation) -%}
  {%- if on_schema_change == 'fail' and (added or gone or retyped) -%}
    {{ exceptions.raise_compiler_error(
        'The columns of ' ~ target_relation ~ ' changed (added: '
        ~ (added | map(attribute='name') | join(', ')) ~ '; removed: '
        ~ (gone | map(attribute='name') | join(', ')) ~ '; of another type: '
        ~ (retyped | map(attribute='column_name') | join(', '))
        ~ ') and on_schema_change is fail. Run with --full-refresh or change the config.'
    ) }}
  {%- endif -%}
  {%- if on_schema_change != 'fail' -%}
    {{ alter_relation_add_remove_columns(
        target_relation, added, gone if on_schema_change == 'sync_all_columns' else []
    ) }}
    {%- if on_schema_change == 'sync_all_columns' -%}
      {%- for change in retyped -%}
        {{ alter_column_type(target_relation, change['column_name'], change['new_type']) }}
      {%- endfor -%}
    {%- endif -%}
  {%- endif -%}
  {{ return(adapter.get_columns_in_relation(source_relation)) }}
{%- endmacro %}

{#- Columns of both relations whose types differ: their names and the types of the first. -#}
{% macro diff_column_data_types(source_relation, target_relation) -%}
  {%- set known = {} -%}
  {%- for column in adapter.get_columns_in_relation(target_relation) -%}
    {%- do known.update({column.name | lower: column.data_type}) -%}
  {%- endfor -%}
  {%- set changes = [] -%}
  {%- for column in adapter.get_columns_in_relation(source_relation) -%}
    {%- set type = known.get(column.name | lower) -%}
    {%- if type is not none and type != column.data_type -%}
      {%- do changes.append({'column_name': column.name, 'new_type': column.data_type}) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return(changes) }}
{%- endmacro %}

{% macro alter_column_type(relation, column_name, new_column_type) -%}
  {{ return(adapter.dispatch('alter_column_type', 'dbt')(relation, column_name, new_column_type)) }}
{%- endmacro %}

{% macro default__alter_column_type(relation, column_name, new_column_type) -%}
  {%- do run_query(
      'alter table ' ~ relation.render() ~ ' alter column ' ~ adapter.quote(column_name)
      ~ ' type ' ~ new_column_type
  ) -%}
{%- endmacro %}

{% macro trino__alter_column_type(relation, column_name, new_column_type) -%}
  {%- do run_query(
      'alter table ' ~ relation ~ ' alter column ' ~ adapter.quote(column_name)
      ~ ' set data type ' ~ new_column_type
  ) -%}
{%- endmacro %}

{% macro alter_relation_add_remove_columns(relation, add_columns=none, remove_columns=none) -%}
  {{ return(adapter.dispatch('alter_relation_add_remove_columns', 'dbt')(
      relation, add_columns or [], remove_columns or []
  )) }}
{%- endmacro %}

{% macro default__alter_relation_add_remove_columns(relation, add_columns, remove_columns) -%}
  {%- for column in add_columns -%}
    {%- do run_query('alter table ' ~ relation.render() ~ ' add column ' ~ column.quoted ~ ' ' ~ column.data_type) -%}
  {%- endfor -%}
  {%- for column in remove_columns -%}
    {%- do run_query('alter table ' ~ relation.render() ~ ' drop column ' ~ column.quoted) -%}
  {%- endfor -%}
{%- endmacro %}
