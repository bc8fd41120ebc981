{% macro create_schema(relation) -%}
  {{ adapter.dispatch('create_schema', 'dbt')(relation) }}
{%- endmacro %}

{% macro default__create_schema(relation) -%}
  {%- call statement('create_schema') -%}
    create schema if not exists {{ relation.without_identifier() }}
  {%- endcall -%}
{%- endmacro %}

{% macro postgres__create_schema(relation) -%}
  {%- call statement('create_schema') -%}
    create schema if not exists {{ relation.without_identifier().include(database=false) }}
  {%- endcall -%}
{%- endmacro %}

{% macro drop_schema(relation) -%}
  {{ adapter.dispatch('drop_schema', 'dbt')(relation) }}
{%- endmacro %}

{% macro default__drop_schema(relation) -%}
  {%- call statement('drop_schema') -%}
    drop schema if exists {{ relation.without_identifier() }} cascade
  {%- endcall -%}
{%- endmacro %}

{% macro postgres__drop_schema(relation) -%}
  {%- call statement('drop_schema') -%}
    drop schema if exists {{ relation.without_identifier().include(database=false) }} cascade
  {%- endcall -%}
{%- endmacro %}

{#- Drops a schema of the target's database. -#}
{% macro drop_schema_named(schema_name) -%}
  {{ return(adapter.dispatch('drop_schema_named', 'dbt')(schema_name)) }}
{%- endmacro %}

{% macro default__drop_schema_named(schema_name) -%}
  {{ adapter.drop_schema(api.Relation.create(database=target.database, schema=schema_name)) }}
{%- endmacro %}

{% macro drop_relation(relation) -%}
  {{ adapter.dispatch('drop_relation', 'dbt')(relation) }}
{%- endmacro %}

{% macro default__drop_relation(relation) -%}
  {%- call statement('drop_relation', auto_begin=false) -%}
    {{ get_drop_sql(relation) }}
  {%- endcall -%}
{%- endmacro %}

{% macro get_drop_sql(relation) -%}
  {{ return(adapter.dispatch('get_drop_sql', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_drop_sql(relation) -%}
  drop {{ relation_kind(relation) }} if exists {{ relation.render() }} cascade
{%- endmacro %}

{% macro trino__get_drop_sql(relation) -%}
  drop {{ relation_kind(relation) }} if exists {{ relation }}
{%- endmacro %}

{#- What DDL calls the relation. -#}
{% macro relation_kind(relation) -%}
  {{ return('materialized view' if relation.is_materialized_view else 'view' if relation.is_view else 'table') }}
{%- endmacro %}

{% macro drop_relation_if_exists(relation) -%}
  {%- if relation is not none -%}
    {{ adapter.drop_relation(relation) }}
  {%- endif -%}
{%- endmacro %}

{% macro rename_relation(from_relation, to_relation) -%}
  {{ adapter.dispatch('rename_relation', 'dbt')(from_relation, to_relation) }}
{%- endmacro %}

{% macro default__rename_relation(from_relation, to_relation) -%}
  {%- call statement('rename_relation') -%}
    alter {{ relation_kind(from_relation) }} {{ from_relation }}
    rename to {{ adapter.quote(to_relation.identifier) }}
  {%- endcall -%}
{%- endmacro %}

{% macro trino__rename_relation(from_relation, to_relation) -%}
  {%- call statement('rename_relation') -%}
    alter {{ relation_kind(from_relation) }} {{ from_relation }} rename to {{ to_relation }}
  {%- endcall -%}
{%- endmacro %}

{% macro truncate_relation(relation) -%}
  {{ adapter.dispatch('truncate_relation', 'dbt')(relation) }}
{%- endmacro %}

{% macro default__truncate_relation(relation) -%}
  {%- call statement('truncate_relation') -%}
    delete from {{ relation.render() }}
  {%- endcall -%}
{%- endmacro %}

{% macro postgres__truncate_relation(relation) -%}
  {%- call statement('truncate_relation') -%}
    truncate table {{ relation }}
  {%- endcall -%}
{%- endmacro %}

{% macro get_columns_in_relation(relation) -%}
  {{ return(adapter.get_columns_in_relation(relation)) }}
{%- endmacro %}

{% macro load_cached_relation(relation) -%}
  {{ return(adapter.get_relation(
      database=relation.database,
      schema=relation.schema,
      identifier=relation.identifier
  )) }}
{%- endmacro %}

{% macro load_relation(relation) -%}
  {{ return(load_cached_relation(relation)) }}
{%- endmacro %}

{#- [whether it exists, the relation]. -#}
{% macro get_or_create_relation(database, schema, identifier, type) -%}
  {%- set found = adapter.get_relation(database=database, schema=schema, identifier=identifier) -%}
  {%- if found is not none -%}
    {{ return([true, found]) }}
  {%- endif -%}
  {{ return([false, api.Relation.create(
      database=database, schema=schema, identifier=identifier, type=type
  )]) }}
{%- endmacro %}

{% macro make_temp_relation(base_relation, suffix='__dbt_tmp') -%}
  {{ return(adapter.dispatch('make_temp_relation', 'dbt')(base_relation, suffix)) }}
{%- endmacro %}

{% macro default__make_temp_relation(base_relation, suffix) -%}
  {{ return(base_relation.incorporate(
      path={'identifier': suffixed_name(base_relation.identifier, suffix)}, type='table'
  )) }}
{%- endmacro %}

{% macro duckdb__make_temp_relation(base_relation, suffix) -%}
  {{ return(api.Relation.create(
      database='temp', schema='main', identifier=suffixed_name(base_relation.identifier, suffix), type='table'
  )) }}
{%- endmacro %}

{#- Temporary tables have a schema that is not named. -#}
{% macro postgres__make_temp_relation(base_relation, suffix) -%}
  {{ return(api.Relation.create(
      identifier=suffixed_name(base_relation.identifier, suffix), type='table'
  )) }}
{%- endmacro %}

{#- The name with the suffix, in as many characters as the database keeps of a name. -#}
{% macro suffixed_name(identifier, suffix) -%}
  {{ return(adapter.dispatch('suffixed_name', 'dbt')(identifier, suffix)) }}
{%- endmacro %}

{% macro default__suffixed_name(identifier, suffix) -%}
  {{ return(identifier ~ suffix) }}
{%- endmacro %}

{% macro postgres__suffixed_name(identifier, suffix) -%}
  {%- if (identifier ~ suffix) | length <= 63 -%}
    {{ return(identifier ~ suffix) }}
  {%- endif -%}
  {%- set kept = 63 - suffix | length - 9 -%}
  {{ return(identifier[:kept] ~ '_' ~ local_md5(identifier)[:8] ~ suffix) }}
{%- endmacro %}

{% macro make_intermediate_relation(base_relation, suffix='__dbt_tmp') -%}
  {{ return(base_relation.incorporate(path={'identifier': suffixed_name(base_relation.identifier, suffix)})) }}
{%- endmacro %}

{% macro make_backup_relation(base_relation, backup_relation_type, suffix='__dbt_backup') -%}
  {{ return(base_relation.incorporate(
      path={'identifier': suffixed_name(base_relation.identifier, suffix)}, type=backup_relation_type
  )) }}
{%- endmacro %}
