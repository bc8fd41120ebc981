{% materialization seed, default %}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set agate_table = load_agate_table() -%}
  {%- set existing_relation = load_cached_relation(this) -%}
  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks) }}
  {%- if existing_relation is none -%}
    {{ create_csv_table(model, agate_table) }}
  {%- else -%}
    {{ reset_csv_table(model, should_full_refresh(), existing_relation, agate_table) }}
  {%- endif -%}
  {%- set rows = 0 if flags.EMPTY else agate_table.rows | length -%}
  {%- if rows > 0 -%}
    {{ load_csv_rows(model, agate_table) }}
  {%- endif -%}
  {{ store_raw_result('main', message='INSERT ' ~ rows, code='INSERT', rows_affected=rows, agate_table=agate_table) }}
  {{ persist_docs(target_relation, model) }}
  {{ apply_grants(target_relation, config.get('grants')) }}
  {{ run_hooks(post_hooks) }}
  {{ run_hooks(post_hooks, inside_transaction=false) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% macro create_csv_table(model, agate_table) -%}
  {{ adapter.dispatch('create_csv_table', 'dbt')(model, agate_table) }}
{%- endmacro %}

{% macro default__create_csv_table(model, agate_table) -%}
  {%- call statement('create_csv_table') -%}
    create table {{ this.render() }} (
      {%- for name in agate_table.column_names %}
      {{ seed_column(name) }} {{ seed_column_type(name, agate_table) }}{{ ',' if not loop.last }}
      {%- endfor %}
    )
  {%- endcall -%}
  {{ create_indexes(this) }}
{%- endmacro %}

{#- Readies the seed's table for its rows. -#}
{% macro reset_csv_table(model, full_refresh, old_relation, agate_table) -%}
  {{ adapter.dispatch('reset_csv_table', 'dbt')(model, full_refresh, old_relation, agate_table) }}
{%- endmacro %}

{#- Views on the table stay unless it has to be made anew. -#}
{% macro default__reset_csv_table(model, full_refresh, old_relation, agate_table) -%}
  {%- set there = adapter.get_columns_in_relation(old_relation) | map(attribute='name') | list -%}
  {%- if full_refresh or not old_relation.is_table or there != agate_table.column_names | list -%}
    {{ adapter.drop_relation(old_relation) }}
    {{ create_csv_table(model, agate_table) }}
  {%- else -%}
    {{ adapter.truncate_relation(old_relation) }}
  {%- endif -%}
{%- endmacro %}

{% macro duckdb__reset_csv_table(model, full_refresh, old_relation, agate_table) -%}
  {{ adapter.drop_relation(old_relation) }}
  {{ create_csv_table(model, agate_table) }}
{%- endmacro %}

{% macro trino__reset_csv_table(model, full_refresh, old_relation, agate_table) -%}
  {{ duckdb__reset_csv_table(model, full_refresh, old_relation, agate_table) }}
{%- endmacro %}

{% macro seed_column(name) -%}
  {{ return(adapter.quote_seed_column(name, config.get('quote_columns'))) }}
{%- endmacro %}

{#- The configured type of a seed's column, else the type its values suggest. -#}
{% macro seed_column_type(name, agate_table) -%}
  {%- set configured = config.get('column_types', {}) -%}
  {%- if name in configured -%}
    {{ return(configured[name]) }}
  {%- endif -%}
  {%- set inferred = agate_table.column_types[agate_table.column_names.index(name)] -%}
  {%- if inferred == 'integer' -%}{{ return(type_int()) }}
  {%- elif inferred == 'bigint' -%}{{ return(type_bigint()) }}
  {%- elif inferred == 'number' -%}{{ return(seed_number_type()) }}
  {%- elif inferred == 'boolean' -%}{{ return(type_boolean()) }}
  {%- elif inferred == 'date' -%}{{ return('date') }}
  {%- elif inferred == 'timestamp' -%}{{ return(type_timestamp()) }}
  {%- endif -%}
  {{ return(type_string()) }}
{%- endmacro %}

{#- Whole and broken numbers together. -#}
{% macro seed_number_type() -%}
  {{ return(adapter.dispatch('seed_number_type', 'dbt')()) }}
{%- endmacro %}

{% macro default__seed_number_type() -%}
  {{ return(type_float()) }}
{%- endmacro %}

{% macro duckdb__seed_number_type() -%}
  double
{%- endmacro %}

{% macro get_batch_size() -%}
  {{ return(adapter.dispatch('get_batch_size', 'dbt')()) }}
{%- endmacro %}

{% macro default__get_batch_size() -%}
  {{ return(10000) }}
{%- endmacro %}

{% macro load_csv_rows(model, agate_table) -%}
  {{ adapter.dispatch('load_csv_rows', 'dbt')(model, agate_table) }}
{%- endmacro %}

{% macro default__load_csv_rows(model, agate_table) -%}
  {%- do adapter.load_table(this, agate_table) -%}
{%- endmacro %}
