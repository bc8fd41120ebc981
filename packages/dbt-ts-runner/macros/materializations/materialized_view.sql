{#- One that exists is refreshed; --full-refresh builds it anew. -#}
{% materialization materialized_view, adapter='postgres' %}
  {%- set target_relation = this.incorporate(type='materialized_view') -%}
  {%- set existing_relation = load_cached_relation(this) -%}
  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks) }}
  {%- if existing_relation is none or not existing_relation.is_materialized_view or should_full_refresh() -%}
    {{ build_relation(target_relation, existing_relation, sql) }}
  {%- else -%}
    {%- call statement('main') -%}
      {{ refresh_materialized_view(target_relation) }}
    {%- endcall -%}
  {%- endif -%}
  {{ apply_grants(target_relation, config.get('grants')) }}
  {{ persist_docs(target_relation, model) }}
  {{ run_hooks(post_hooks) }}
  {{ run_hooks(post_hooks, inside_transaction=false) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% macro get_create_materialized_view_as_sql(relation, sql) -%}
  {{ return(adapter.dispatch('get_create_materialized_view_as_sql', 'dbt')(relation, sql)) }}
{%- endmacro %}

{% macro default__get_create_materialized_view_as_sql(relation, sql) -%}
  create materialized view {{ relation }} as (
    {{ sql }}
  )
{%- endmacro %}

{% macro refresh_materialized_view(relation) -%}
  {{ return(adapter.dispatch('refresh_materialized_view', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__refresh_materialized_view(relation) -%}
  refresh materialized view {{ relation }}
{%- endmacro %}
