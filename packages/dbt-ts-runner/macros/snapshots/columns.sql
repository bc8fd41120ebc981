{#- The names of the columns that a snapshot adds, as configured. -#}
{% macro get_snapshot_table_column_names() -%}
  {%- set names = {
      'dbt_valid_to': 'dbt_valid_to',
      'dbt_valid_from': 'dbt_valid_from',
      'dbt_scd_id': 'dbt_scd_id',
      'dbt_updated_at': 'dbt_updated_at',
      'dbt_is_deleted': 'dbt_is_deleted'
  } -%}
  {%- for name, own in (config.get('snapshot_meta_column_names') or {}).items() if own -%}
    {%- do names.update({name: own}) -%}
  {%- endfor -%}
  {{ return(names) }}
{%- endmacro %}

{#- ignore, invalidate or new_record. -#}
{% macro get_hard_deletes_behavior() -%}
  {%- if config.get('hard_deletes') -%}
    {{ return(config.get('hard_deletes')) }}
  {%- endif -%}
  {{ return('invalidate' if config.get('invalidate_hard_deletes') else 'ignore') }}
{%- endmacro %}

{#- The key's columns under names of their own: dbt_unique_key, or dbt_unique_key_1 and so on. -#}
{% macro unique_key_fields(unique_key) -%}
  {%- if unique_key is string -%}
    {{ unique_key }} as dbt_unique_key
  {%- else -%}
    {%- for key in unique_key -%}
      {{ key }} as dbt_unique_key_{{ loop.index }}{{ ', ' if not loop.last }}
    {%- endfor -%}
  {%- endif -%}
{%- endmacro %}

{% macro unique_key_names(unique_key) -%}
  {%- if unique_key is string -%}
    {{ return(['dbt_unique_key']) }}
  {%- endif -%}
  {%- set names = [] -%}
  {%- for key in unique_key -%}
    {%- do names.append('dbt_unique_key_' ~ loop.index) -%}
  {%- endfor -%}
  {{ return(names) }}
{%- endmacro %}

{% macro unique_key_join_on(unique_key, identifier, from_identifier) -%}
  {%- for name in unique_key_names(unique_key) -%}
    {{ identifier }}.{{ name }} = {{ from_identifier }}.{{ name }}{{ ' and ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}

{% macro unique_key_is_null(unique_key, identifier) -%}
  {{ identifier }}.{{ unique_key_names(unique_key) | first }} is null
{%- endmacro %}

{% macro unique_key_is_not_null(unique_key, identifier) -%}
  {{ identifier }}.{{ unique_key_names(unique_key) | first }} is not null
{%- endmacro %}

{#- What dbt_valid_to holds while a row is current: null, or the configured moment. -#}
{% macro get_dbt_valid_to_current(strategy, columns) -%}
  {%- set current = config.get('dbt_valid_to_current') or 'null' -%}
  coalesce(nullif({{ strategy.updated_at }}, {{ strategy.updated_at }}), {{ current }}) as {{ columns.dbt_valid_to }}
{%- endmacro %}

{#- Whether a row of the snapshot is a current one. -#}
{% macro is_current_row(columns, identifier=none) -%}
  {%- set valid_to = (identifier ~ '.' if identifier else '') ~ columns.dbt_valid_to -%}
  {%- set current = config.get('dbt_valid_to_current') -%}
  {%- if current -%}
    ({{ valid_to }} = {{ current }} or {{ valid_to }} is null)
  {%- else -%}
    {{ valid_to }} is null
  {%- endif -%}
{%- endmacro %}

{#- The moment of this run. -#}
{% macro snapshot_get_time() -%}
  {{ adapter.dispatch('snapshot_get_time', 'dbt')() }}
{%- endmacro %}

{% macro default__snapshot_get_time() -%}
  {{ current_timestamp() }}
{%- endmacro %}

{% macro duckdb__snapshot_get_time() -%}
  cast({{ current_timestamp() }} as timestamp)
{%- endmacro %}

{% macro postgres__snapshot_get_time() -%}
  cast({{ current_timestamp() }} as timestamp)
{%- endmacro %}

{% macro trino__snapshot_get_time() -%}
  cast({{ current_timestamp() }} as {{ type_timestamp() }})
{%- endmacro %}

{% macro snapshot_string_as_time(timestamp) -%}
  {{ return(adapter.dispatch('snapshot_string_as_time', 'dbt')(timestamp)) }}
{%- endmacro %}

{% macro default__snapshot_string_as_time(timestamp) -%}
  {{ return("cast('" ~ timestamp ~ "' as " ~ type_timestamp() ~ ')') }}
{%- endmacro %}

{% macro snapshot_hash_arguments(args) -%}
  {{ adapter.dispatch('snapshot_hash_arguments', 'dbt')(args) }}
{%- endmacro %}

{% macro default__snapshot_hash_arguments(args) -%}
  md5({% for arg in args -%}
    coalesce(cast({{ arg }} as {{ type_string() }}), ''){{ " || '|' || " if not loop.last }}
  {%- endfor %})
{%- endmacro %}

{% macro trino__snapshot_hash_arguments(args) -%}
  {%- set parts = [] -%}
  {%- for arg in args -%}
    {%- do parts.append('coalesce(cast(' ~ arg ~ ' as ' ~ type_string() ~ "), '')") -%}
  {%- endfor -%}
  {{ hash(parts | join(" || '|' || ")) }}
{%- endmacro %}
