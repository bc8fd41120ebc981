{% materialization table, default %}
  {%- set target_relation = this.incorporate(type='table') -%}
  {{ clear_the_way(target_relation, load_cached_relation(this)) }}
  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks) }}
  {%- call statement('main') -%}
    {{ get_create_table_as_sql(false, target_relation, sql) }}
  {%- endcall -%}
  {{ persist_docs(target_relation, model) }}
  {{ run_hooks(post_hooks) }}
  {{ run_hooks(post_hooks, inside_transaction=false) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
