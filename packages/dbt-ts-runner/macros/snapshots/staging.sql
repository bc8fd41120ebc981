{#- The query of a snapshot's first run: every row is current. -#}
{% macro build_snapshot_table(strategy, sql) -%}
  {{ adapter.dispatch('build_snapshot_table', 'dbt')(strategy, sql) }}
{%- endmacro %}

{% macro default__build_snapshot_table(strategy, sql) -%}
  {%- set columns = get_snapshot_table_column_names() -%}
  select
    *,
    {{ strategy.scd_id }} as {{ columns.dbt_scd_id }},
    {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
    {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
    {{ get_dbt_valid_to_current(strategy, columns) }}
    {%- if strategy.hard_deletes == 'new_record' %},
    'False' as {{ columns.dbt_is_deleted }}
    {%- endif %}
  from (
    {{ sql }}
  ) as snapshot_source
{%- endmacro %}

{#- The changes since the last run, told apart by dbt_change_type: insert, update or delete. -#}
{% macro snapshot_staging_table(strategy, source_sql, target_relation) -%}
  {{ adapter.dispatch('snapshot_staging_table', 'dbt')(strategy, source_sql, target_relation) }}
{%- endmacro %}

{% macro default__snapshot_staging_table(strategy, source_sql, target_relation) -%}
  {%- set columns = get_snapshot_table_column_names() -%}
  {%- set key = strategy.unique_key -%}
  {%- set finds_deletes = strategy.hard_deletes in ['invalidate', 'new_record'] or strategy.invalidate_hard_deletes -%}
  {%- set keeps_deletes = strategy.hard_deletes == 'new_record' -%}
  {%- set now = snapshot_get_time() -%}
  with snapshot_query as (
    {{ source_sql }}
  ),

  snapshotted_data as (
    select *, {{ unique_key_fields(key) }}
    from {{ target_relation }}
    where {{ is_current_row(columns) }}
  ),

  keyed as (
    select *, {{ unique_key_fields(key) }}
    from snapshot_query
  ),

  opening as (
    select
      *,
      {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
      {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
      {{ get_dbt_valid_to_current(strategy, columns) }},
      {{ strategy.scd_id }} as {{ columns.dbt_scd_id }}
    from keyed
  ),

  closing as (
    select
      *,
      {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
      {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
      {{ strategy.updated_at }} as {{ columns.dbt_valid_to }}
    from keyed
  ),

  changed as (
    select 'insert' as dbt_change_type, source_data.*
      {%- if keeps_deletes %}, 'False' as {{ columns.dbt_is_deleted }}{% endif %}
    from opening as source_data
    left join snapshotted_data on {{ unique_key_join_on(key, 'snapshotted_data', 'source_data') }}
    where {{ unique_key_is_null(key, 'snapshotted_data') }}
      or {{ strategy.row_changed }}
      {%- if keeps_deletes %} or snapshotted_data.{{ columns.dbt_is_deleted }} = 'True'{% endif %}

    union all

    select 'update' as dbt_change_type, source_data.*, snapshotted_data.{{ columns.dbt_scd_id }}
      {%- if keeps_deletes %}, snapshotted_data.{{ columns.dbt_is_deleted }}{% endif %}
    from closing as source_data
    inner join snapshotted_data on {{ unique_key_join_on(key, 'snapshotted_data', 'source_data') }}
    where {{ strategy.row_changed }}
      {%- if keeps_deletes %} or snapshotted_data.{{ columns.dbt_is_deleted }} = 'True'{% endif %}
  )
  {%- if finds_deletes %},

  gone as (
    select
      'delete' as dbt_change_type,
      keyed.*,
      {{ now }} as {{ columns.dbt_updated_at }},
      {{ now }} as {{ columns.dbt_valid_from }},
      {{ now }} as {{ columns.dbt_valid_to }},
      snapshotted_data.{{ columns.dbt_scd_id }}
      {%- if keeps_deletes %}, snapshotted_data.{{ columns.dbt_is_deleted }}{% endif %}
    from snapshotted_data
    left join keyed on {{ unique_key_join_on(key, 'keyed', 'snapshotted_data') }}
    where {{ unique_key_is_null(key, 'keyed') }}
      {%- if keeps_deletes %} and snapshotted_data.{{ columns.dbt_is_deleted }} = 'False'{% endif %}
  )
  {%- endif %}
  {%- if keeps_deletes %},

  graves as (
    select
      'insert' as dbt_change_type,
      {%- set there = adapter.get_columns_in_relation(target_relation) | map(attribute='name') | map('lower') | list %}
      {%- for column in adapter.get_column_schema_from_query(source_sql) %}
      {{ 'snapshotted_data' if column.name | lower in there else 'keyed' }}.{{ column.quoted }} as {{ column.quoted }},
      {%- endfor %}
      {%- for name in unique_key_names(key) %}
      snapshotted_data.{{ name }},
      {%- endfor %}
      {{ now }} as {{ columns.dbt_updated_at }},
      {{ now }} as {{ columns.dbt_valid_from }},
      coalesce(nullif({{ now }}, {{ now }}), {{ config.get('dbt_valid_to_current') or 'null' }}) as {{ columns.dbt_valid_to }},
      {{ snapshot_hash_arguments(['snapshotted_data.' ~ columns.dbt_scd_id, now]) }} as {{ columns.dbt_scd_id }},
      'True' as {{ columns.dbt_is_deleted }}
    from snapshotted_data
    left join keyed on {{ unique_key_join_on(key, 'keyed', 'snapshotted_data') }}
    where {{ unique_key_is_null(key, 'keyed') }}
      and snapshotted_data.{{ columns.dbt_is_deleted }} = 'False'
  )
  {%- endif %}

  select * from changed
  {%- if finds_deletes %}
  union all
  select * from gone
  {%- endif %}
  {%- if keeps_deletes %}
  union all
  select * from graves
  {%- endif %}
{%- endmacro %}
