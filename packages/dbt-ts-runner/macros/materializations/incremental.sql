{% materialization incremental, default %}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set existing_relation = load_cached_relation(this) -%}
  {%- set strategy = adapter.get_incremental_strategy_macro(context, config.get('incremental_strategy') or 'default') -%}
  {%- set is_new = existing_relation is none or existing_relation.is_view or should_full_refresh() -%}
  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks) }}
  {%- if is_new -%}
    {{ build_relation(target_relation, existing_relation, sql) }}
  {%- else -%}
    {%- set temp_relation = make_temp_relation(target_relation) -%}
    {%- call statement('create_temp_relation') -%}
      {{ get_create_table_as_sql(true, temp_relation, sql) }}
    {%- endcall -%}
    {%- set dest_columns = process_schema_changes(
        incremental_validate_on_schema_change(config.get('on_schema_change'), default='ignore'),
        temp_relation,
        existing_relation
    ) -%}
    {%- call statement('main') -%}
      {{ strategy({
          'target_relation': target_relation,
          'temp_relation': temp_relation,
          'unique_key': config.get('unique_key'),
          'dest_columns': dest_columns or adapter.get_columns_in_relation(existing_relation),
          'incremental_predicates': config.get('predicates') or config.get('incremental_predicates')
      }) }}
    {%- endcall -%}
    {{ adapter.drop_relation(temp_relation) }}
  {%- endif -%}
  {{ persist_docs(target_relation, model) }}
  {{ apply_grants(target_relation, config.get('grants')) }}
  {{ run_hooks(post_hooks) }}
  {{ run_hooks(post_hooks, inside_transaction=false) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
