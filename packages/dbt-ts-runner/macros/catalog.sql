{#- Every column of the relations in the schemas, a row each, with its relation beside it. -#}
{% macro get_catalog(information_schema, schemas) -%}
  {{ return(adapter.dispatch('get_catalog', 'dbt')(information_schema, schemas)) }}
{%- endmacro %}

{% macro default__get_catalog(information_schema, schemas) -%}
  {%- call statement('catalog', fetch_result=true) -%}
    select
      c.table_catalog as table_database,
      c.table_schema,
      c.table_name,
      t.table_type,
      cast(null as {{ type_string() }}) as table_comment,
      c.column_name,
      c.ordinal_position as column_index,
      c.data_type as column_type,
      cast(null as {{ type_string() }}) as column_comment,
      cast(null as {{ type_string() }}) as table_owner
    from {{ information_schema }}.columns as c
    inner join {{ information_schema }}.tables as t
      on c.table_catalog = t.table_catalog
      and c.table_schema = t.table_schema
      and c.table_name = t.table_name
    where {{ catalog_schemas('c.table_schema', schemas) }}
    order by 1, 2, 3, 7
  {%- endcall -%}
  {{ return(load_result('catalog').table) }}
{%- endmacro %}

{% macro duckdb__get_catalog(information_schema, schemas) -%}
  {%- call statement('catalog', fetch_result=true) -%}
    with relations as (
      select database_name, schema_name, table_name, 'BASE TABLE' as table_type, comment
      from duckdb_tables()
      union all
      select database_name, schema_name, view_name, 'VIEW', comment
      from duckdb_views()
    )
    select
      c.database_name as table_database,
      c.schema_name as table_schema,
      c.table_name,
      r.table_type,
      r.comment as table_comment,
      c.column_name,
      c.column_index,
      c.data_type as column_type,
      c.comment as column_comment,
      cast(null as varchar) as table_owner
    from duckdb_columns() as c
    inner join relations as r
      on c.database_name = r.database_name
      and c.schema_name = r.schema_name
      and c.table_name = r.table_name
    where {{ catalog_schemas('c.schema_name', schemas) }}
    order by 1, 2, 3, 7
  {%- endcall -%}
  {{ return(load_result('catalog').table) }}
{%- endmacro %}

{% macro postgres__get_catalog(information_schema, schemas) -%}
  {%- call statement('catalog', fetch_result=true) -%}
    select
      current_database() as table_database,
      n.nspname as table_schema,
      c.relname as table_name,
      case c.relkind when 'v' then 'VIEW' when 'm' then 'MATERIALIZED VIEW' else 'BASE TABLE' end as table_type,
      obj_description(c.oid, 'pg_class') as table_comment,
      a.attname as column_name,
      a.attnum as column_index,
      format_type(a.atttypid, a.atttypmod) as column_type,
      col_description(c.oid, a.attnum) as column_comment,
      pg_get_userbyid(c.relowner) as table_owner
    from pg_catalog.pg_class as c
    inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    inner join pg_catalog.pg_attribute as a on a.attrelid = c.oid
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
      and a.attnum > 0
      and not a.attisdropped
      and {{ catalog_schemas('n.nspname', schemas) }}
    order by 1, 2, 3, 7
  {%- endcall -%}
  {{ return(load_result('catalog').table) }}
{%- endmacro %}

{% macro catalog_schemas(column, schemas) -%}
  {%- set names = [] -%}
  {%- for schema in schemas -%}
    {%- do names.append(string_literal(escape_single_quotes(schema | lower))) -%}
  {%- endfor -%}
  lower({{ column }}) in ({{ names | join(', ') }})
{%- endmacro %}
