{% macro create_table_as(temporary, relation, compiled_code, language='sql') -%}
  {{ adapter.dispatch('create_table_as', 'dbt')(temporary, relation, compiled_code) }}
{%- endmacro %}

{% macro default__create_table_as(temporary, relation, sql) -%}
  {{ config.get('sql_header', '') }}
  {% if is_contract_enforced() and not temporary -%}
  {{ get_assert_columns_equivalent(sql) -}}
  create table {{ relation }} {{ get_table_columns_and_constraints() }};
  insert into {{ relation }} ({{ get_column_names() }}) (
    {{ get_select_subquery(sql) }}
  );
  {%- else -%}
  create {% if temporary %}temporary {% endif %}table {{ relation }} as (
    {{ sql }}
  )
  {%- endif %}
{%- endmacro %}

{% macro duckdb__create_table_as(temporary, relation, sql) -%}
  {{ config.get('sql_header', '') }}
  {% if is_contract_enforced() and not temporary -%}
  {{ get_assert_columns_equivalent(sql) -}}
  create or replace table {{ relation }} {{ get_table_columns_and_constraints() }};
  insert into {{ relation }} ({{ get_column_names() }}) (
    {{ get_select_subquery(sql) }}
  );
  {%- else -%}
  create or replace {% if temporary %}temporary {% endif %}table {{ relation }} as (
    {{ sql }}
  )
  {%- endif %}
{%- endmacro %}

{% macro postgres__create_table_as(temporary, relation, sql) -%}
  {%- set kind = 'temporary ' if temporary else 'unlogged ' if config.get('unlogged') else '' -%}
  {{ config.get('sql_header', '') }}
  {% if is_contract_enforced() and not temporary -%}
  {{ get_assert_columns_equivalent(sql) -}}
  create {{ kind }}table {{ relation }} {{ get_table_columns_and_constraints() }};
  insert into {{ relation }} ({{ get_column_names() }}) (
    {{ get_select_subquery(sql) }}
  );
  {%- else -%}
  create {{ kind }}table {{ relation }} as (
    {{ sql }}
  )
  {%- endif %}
{%- endmacro %}

{#- There are no temporary tables: one that an interrupted run left is in the way. -#}
{% macro trino__create_table_as(temporary, relation, sql) -%}
  {%- set replaces = config.get('on_table_exists') == 'replace' and not temporary -%}
  {%- set create = 'create or replace table ' if replaces else 'create table ' -%}
  {{ config.get('sql_header', '') }}
  {% if temporary -%}
  drop table if exists {{ relation }};
  {% endif -%}
  {% if is_contract_enforced() and not temporary -%}
  {{ get_assert_columns_equivalent(sql) -}}
  {{ create }} {{ relation }} {{ get_table_columns_and_constraints() }} {{ trino_properties(temporary) }};
  insert into {{ relation }} ({{ get_column_names() }})
  {{ get_select_subquery(sql) }}
  {%- else -%}
  {{ create }} {{ relation }} {{ trino_properties(temporary) }} as (
    {{ sql }}
  )
  {%- endif %}
{%- endmacro %}

{#- The table's properties, as the connector names them. -#}
{% macro trino_properties(temporary) -%}
  {%- set properties = {} if temporary else config.get('properties') or {} -%}
  {%- if properties -%}
  with ({% for name, value in properties.items() %}{{ name }} = {{ value }}{{ ', ' if not loop.last }}{% endfor %})
  {%- endif -%}
{%- endmacro %}

{% macro get_create_table_as_sql(temporary, relation, sql) -%}
  {{ return(adapter.dispatch('get_create_table_as_sql', 'dbt')(temporary, relation, sql)) }}
{%- endmacro %}

{% macro default__get_create_table_as_sql(temporary, relation, sql) -%}
  {{ create_table_as(temporary, relation, sql) }}
{%- endmacro %}

{% macro create_view_as(relation, sql) -%}
  {{ adapter.dispatch('create_view_as', 'dbt')(relation, sql) }}
{%- endmacro %}

{% macro default__create_view_as(relation, sql) -%}
  {{ config.get('sql_header', '') }}
  {{ get_assert_columns_equivalent(sql) if is_contract_enforced() -}}
  create view {{ relation }} as (
    {{ sql }}
  )
{%- endmacro %}

{% macro duckdb__create_view_as(relation, sql) -%}
  {{ config.get('sql_header', '') }}
  {{ get_assert_columns_equivalent(sql) if is_contract_enforced() -}}
  create or replace view {{ relation }} as (
    {{ sql }}
  )
{%- endmacro %}

{% macro trino__create_view_as(relation, sql) -%}
  {{ duckdb__create_view_as(relation, sql) }}
{%- endmacro %}

{% macro get_create_view_as_sql(relation, sql) -%}
  {{ return(adapter.dispatch('get_create_view_as_sql', 'dbt')(relation, sql)) }}
{%- endmacro %}

{% macro default__get_create_view_as_sql(relation, sql) -%}
  {{ create_view_as(relation, sql) }}
{%- endmacro %}

{#- Whether creating the relation replaces an existing one of the same type. -#}
{% macro create_replaces(relation) -%}
  {{ return(adapter.dispatch('create_replaces', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__create_replaces(relation) -%}
  {{ return(false) }}
{%- endmacro %}

{% macro duckdb__create_replaces(relation) -%}
  {{ return(true) }}
{%- endmacro %}

{#- A table is replaced by those connectors that can, where the config on_table_exists says so. -#}
{% macro trino__create_replaces(relation) -%}
  {{ return(relation.is_view or config.get('on_table_exists') == 'replace') }}
{%- endmacro %}

{#- Removes what stands in the way of creating the relation. -#}
{% macro clear_the_way(target_relation, existing_relation) -%}
  {%- if existing_relation is not none -%}
    {%- if existing_relation.type != target_relation.type or not create_replaces(target_relation) -%}
      {{ adapter.drop_relation(existing_relation) }}
    {%- endif -%}
  {%- endif -%}
{%- endmacro %}

{#- Builds the relation from the query where the existing one, which the query may read, stands. -#}
{% macro build_relation(target_relation, existing_relation, sql) -%}
  {%- if existing_relation is none or create_replaces(target_relation) -%}
    {{ clear_the_way(target_relation, existing_relation) }}
    {%- call statement('main') -%}
      {{ get_create_relation_as_sql(target_relation, sql) }}
    {%- endcall -%}
  {%- else -%}
    {%- set intermediate_relation = make_intermediate_relation(target_relation) -%}
    {%- set backup_relation = make_backup_relation(target_relation, existing_relation.type) -%}
    {{ drop_relation_if_exists(load_cached_relation(intermediate_relation)) }}
    {{ drop_relation_if_exists(load_cached_relation(backup_relation)) }}
    {%- call statement('main') -%}
      {{ get_create_relation_as_sql(intermediate_relation, sql) }}
    {%- endcall -%}
    {{ adapter.rename_relation(existing_relation, backup_relation) }}
    {{ adapter.rename_relation(intermediate_relation, target_relation) }}
    {{ adapter.drop_relation(backup_relation) }}
  {%- endif -%}
  {%- if target_relation.is_table or target_relation.is_materialized_view -%}
    {{ create_indexes(target_relation) }}
  {%- endif -%}
{%- endmacro %}

{% macro get_create_relation_as_sql(relation, sql) -%}
  {%- if relation.is_view -%}
    {{ get_create_view_as_sql(relation, sql) }}
  {%- elif relation.is_materialized_view -%}
    {{ get_create_materialized_view_as_sql(relation, sql) }}
  {%- else -%}
    {{ get_create_table_as_sql(false, relation, sql) }}
  {%- endif -%}
{%- endmacro %}
