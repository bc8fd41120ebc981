{% materialization test, default %}
  {%- set relations = [] -%}
  {%- if should_store_failures() -%}
    {%- set kind = config.get('store_failures_as') or 'table' -%}
    {%- if kind not in ['ephemeral', 'table', 'view'] -%}
      {{ exceptions.raise_compiler_error(
          "'" ~ kind ~ "' is not a valid value of store_failures_as. Accepted values are: ['ephemeral', 'table', 'view']"
      ) }}
    {%- endif -%}
    {%- set target_relation = this.incorporate(type=kind) -%}
    {{ clear_the_way(target_relation, load_cached_relation(this)) }}
    {%- set limit = config.get('limit') -%}
    {%- set failing = sql if limit is none else get_limit_subquery_sql(sql, limit) -%}
    {%- call statement() -%}
      {{ get_create_view_as_sql(target_relation, failing) if kind == 'view' else get_create_table_as_sql(false, target_relation, failing) }}
    {%- endcall -%}
    {%- do relations.append(target_relation) -%}
    {%- set main_sql = 'select * from ' ~ target_relation -%}
  {%- else -%}
    {%- set main_sql = sql -%}
  {%- endif -%}
  {%- call statement('main', fetch_result=true) -%}
    {{ get_test_sql(
        main_sql,
        config.get('fail_calc'),
        config.get('warn_if'),
        config.get('error_if'),
        config.get('limit')
    ) }}
  {%- endcall -%}
  {{ return({'relations': relations}) }}
{% endmaterialization %}

{% macro get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
  {{ adapter.dispatch('get_test_sql', 'dbt')(main_sql, fail_calc, warn_if, error_if, limit) }}
{%- endmacro %}

{% macro default__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
  select
    {{ fail_calc }} as failures,
    {{ fail_calc }} {{ warn_if }} as should_warn,
    {{ fail_calc }} {{ error_if }} as should_error
  from (
    {{ get_limit_subquery_sql(main_sql, limit) if limit is not none else main_sql }}
  ) as dbt_internal_test
{%- endmacro %}

{% macro get_limit_subquery_sql(sql, limit) -%}
  {{ adapter.dispatch('get_limit_subquery_sql', 'dbt')(sql, limit) }}
{%- endmacro %}

{% macro default__get_limit_subquery_sql(sql, limit) -%}
  select * from (
    {{ sql }}
  ) as limited
  limit {{ limit }}
{%- endmacro %}

{#- The tested relation, cut down by the test's `where` config. -#}
{% macro get_where_subquery(relation) -%}
  {{ return(adapter.dispatch('get_where_subquery', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_where_subquery(relation) -%}
  {%- set where = config.get('where', '') -%}
  {%- if where -%}
    {{ return('(select * from ' ~ relation ~ ' where ' ~ where ~ ') dbt_subquery') }}
  {%- endif -%}
  {{ return(relation) }}
{%- endmacro %}
