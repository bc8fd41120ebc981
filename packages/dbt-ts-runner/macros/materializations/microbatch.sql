{#- Rows of the batch's time are replaced by those of the query. -#}
{% macro get_incremental_microbatch_sql(arg_dict) -%}
  {{ return(adapter.dispatch('get_incremental_microbatch_sql', 'dbt')(arg_dict)) }}
{%- endmacro %}

{% macro default__get_incremental_microbatch_sql(arg_dict) -%}
  {%- if config.get('unique_key') -%}
    {{ exceptions.raise_compiler_error("'" ~ model.name ~ "' is built in batches, which replace one another by event_time. Remove its unique_key.") }}
  {%- endif -%}
  {%- set time = config.get('event_time') -%}
  delete from {{ arg_dict['target_relation'] }}
  where {{ time }} >= '{{ model.batch.event_time_start }}'
    and {{ time }} < '{{ model.batch.event_time_end }}'
    {%- for predicate in arg_dict['incremental_predicates'] or [] %}
    and {{ predicate }}
    {%- endfor %};
  {{ get_insert_into_sql(arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['dest_columns']) }}
{%- endmacro %}

{#- Rows are merged by their key. -#}
{% macro postgres__get_incremental_microbatch_sql(arg_dict) -%}
  {%- if not config.get('unique_key') -%}
    {{ exceptions.raise_compiler_error("'" ~ model.name ~ "' is built in batches, which are merged by key. Set its unique_key.") }}
  {%- endif -%}
  {{ return(get_incremental_merge_sql(arg_dict)) }}
{%- endmacro %}
