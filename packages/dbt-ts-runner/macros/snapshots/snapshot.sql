{% materialization snapshot, default %}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set existing_relation = load_cached_relation(this) -%}
  {%- if existing_relation is not none and not existing_relation.is_table -%}
    {{ exceptions.raise_compiler_error(
        target_relation ~ ' is a ' ~ existing_relation.type ~ ', where the snapshot needs a table. Rename one.'
    ) }}
  {%- endif -%}
  {%- set strategy = strategy_dispatch(config.get('strategy'))(
      model, 'snapshotted_data', 'source_data', model['config'], existing_relation is not none
  ) -%}
  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks) }}
  {%- if existing_relation is none -%}
    {%- call statement('main') -%}
      {{ create_table_as(false, target_relation, build_snapshot_table(strategy, sql)) }}
    {%- endcall -%}
    {{ create_indexes(target_relation) }}
  {%- else -%}
    {{ require_snapshot_columns(existing_relation, strategy) }}
    {%- set staging_relation = build_snapshot_staging_table(strategy, sql, target_relation) -%}
    {{ create_columns(target_relation, snapshot_columns_to_add(staging_relation, target_relation)) }}
    {%- set names = [] -%}
    {%- for column in adapter.get_columns_in_relation(staging_relation) if not is_snapshot_helper(column.name) -%}
      {%- do names.append(column.quoted) -%}
    {%- endfor -%}
    {%- call statement('main') -%}
      {{ snapshot_merge_sql(target_relation, staging_relation, names) }}
    {%- endcall -%}
    {{ post_snapshot(staging_relation) }}
  {%- endif -%}
  {{ persist_docs(target_relation, model) }}
  {{ apply_grants(target_relation, config.get('grants')) }}
  {{ run_hooks(post_hooks) }}
  {{ run_hooks(post_hooks, inside_transaction=false) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% macro build_snapshot_staging_table(strategy, sql, target_relation) -%}
  {%- set staging_relation = make_temp_relation(target_relation) -%}
  {%- call statement('build_snapshot_staging_relation') -%}
    {{ create_table_as(true, staging_relation, snapshot_staging_table(strategy, sql, target_relation)) }}
  {%- endcall -%}
  {{ return(staging_relation) }}
{%- endmacro %}

{#- Columns of the changes alone, not of the snapshot. -#}
{% macro is_snapshot_helper(name) -%}
  {{ return(name | lower == 'dbt_change_type' or (name | lower).startswith('dbt_unique_key')) }}
{%- endmacro %}

{% macro snapshot_columns_to_add(staging_relation, target_relation) -%}
  {%- set columns = [] -%}
  {%- for column in adapter.get_missing_columns(staging_relation, target_relation) if not is_snapshot_helper(column.name) -%}
    {%- do columns.append(column) -%}
  {%- endfor -%}
  {{ return(columns) }}
{%- endmacro %}

{% macro create_columns(relation, columns) -%}
  {{ adapter.dispatch('create_columns', 'dbt')(relation, columns) }}
{%- endmacro %}

{% macro default__create_columns(relation, columns) -%}
  {%- for column in columns -%}
    {%- call statement() -%}
      alter table {{ relation }} add column {{ column.quoted }} {{ column.data_type }}
    {%- endcall -%}
  {%- endfor -%}
{%- endmacro %}

{#- Refuses a table that no snapshot made, or one made with other names of its columns. -#}
{% macro require_snapshot_columns(relation, strategy) -%}
  {%- set columns = get_snapshot_table_column_names() -%}
  {%- set there = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list -%}
  {%- set missing = [] -%}
  {%- for name, own in columns.items() if name != 'dbt_is_deleted' or strategy.hard_deletes == 'new_record' -%}
    {%- if own | lower not in there -%}
      {%- do missing.append(own) -%}
    {%- endif -%}
  {%- endfor -%}
  {%- if missing -%}
    {{ exceptions.raise_compiler_error(
        relation ~ ' has no column ' ~ missing | join(', ')
        ~ ', so it is no table of this snapshot. Rename the snapshot or add the columns.'
    ) }}
  {%- endif -%}
{%- endmacro %}

{#- Closes changed and deleted rows and adds the new ones. -#}
{% macro snapshot_merge_sql(target, source, insert_cols) -%}
  {{ adapter.dispatch('snapshot_merge_sql', 'dbt')(target, source, insert_cols) }}
{%- endmacro %}

{% macro default__snapshot_merge_sql(target, source, insert_cols) -%}
  {%- set columns = get_snapshot_table_column_names() -%}
  merge into {{ target }} as DBT_INTERNAL_DEST
  using {{ source }} as DBT_INTERNAL_SOURCE
  on DBT_INTERNAL_SOURCE.{{ columns.dbt_scd_id }} = DBT_INTERNAL_DEST.{{ columns.dbt_scd_id }}
  when matched
    and {{ is_current_row(columns, 'DBT_INTERNAL_DEST') }}
    and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
    then update set {{ columns.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ columns.dbt_valid_to }}
  when not matched
    and DBT_INTERNAL_SOURCE.dbt_change_type = 'insert'
    then insert ({{ insert_cols | join(', ') }})
    values ({% for name in insert_cols %}DBT_INTERNAL_SOURCE.{{ name }}{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{#- What is left to do once the changes are in the table: the place to drop the staging table. -#}
{% macro post_snapshot(staging_relation) -%}
  {{ adapter.dispatch('post_snapshot', 'dbt')(staging_relation) }}
{%- endmacro %}

{% macro default__post_snapshot(staging_relation) -%}
  {{ adapter.drop_relation(staging_relation) }}
{%- endmacro %}

{% macro duckdb__snapshot_merge_sql(target, source, insert_cols) -%}
  {{ snapshot_update_and_insert_sql(target, source, insert_cols) }}
{%- endmacro %}

{% macro postgres__snapshot_merge_sql(target, source, insert_cols) -%}
  {{ snapshot_update_and_insert_sql(target, source, insert_cols) }}
{%- endmacro %}

{#- In two statements: a row that comes back as it was has the dbt_scd_id of the row closed before. -#}
{% macro snapshot_update_and_insert_sql(target, source, insert_cols) -%}
  {%- set columns = get_snapshot_table_column_names() -%}
  update {{ target }} as DBT_INTERNAL_DEST
  set {{ columns.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ columns.dbt_valid_to }}
  from {{ source }} as DBT_INTERNAL_SOURCE
  where DBT_INTERNAL_SOURCE.{{ columns.dbt_scd_id }} = DBT_INTERNAL_DEST.{{ columns.dbt_scd_id }}
    and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
    and {{ is_current_row(columns, 'DBT_INTERNAL_DEST') }};

  insert into {{ target }} ({{ insert_cols | join(', ') }})
  select {{ insert_cols | join(', ') }}
  from {{ source }}
  where dbt_change_type = 'insert'
{%- endmacro %}
