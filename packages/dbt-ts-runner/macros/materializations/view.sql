{% materialization view, default %}
  {%- set target_relation = this.incorporate(type='view') -%}
  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks) }}
  {{ build_relation(target_relation, load_cached_relation(this), sql) }}
  {{ persist_docs(target_relation, model) }}
  {{ apply_grants(target_relation, config.get('grants')) }}
  {{ run_hooks(post_hooks) }}
  {{ run_hooks(post_hooks, inside_transaction=false) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
