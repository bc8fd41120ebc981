{#- Makes the relation read as the other one does. -#}
{% macro create_or_replace_clone(this_relation, defer_relation) -%}
  {{ return(adapter.dispatch('create_or_replace_clone', 'dbt')(this_relation, defer_relation)) }}
{%- endmacro %}

{#- A view, where the database cannot copy a table without its rows. -#}
{% macro default__create_or_replace_clone(this_relation, defer_relation) -%}
  {%- set target_relation = this_relation.incorporate(type='view') -%}
  {{ clear_the_way(target_relation, load_cached_relation(this_relation)) }}
  {%- call statement('main') -%}
    {{ get_create_view_as_sql(target_relation, 'select * from ' ~ defer_relation) }}
  {%- endcall -%}
{%- endmacro %}
