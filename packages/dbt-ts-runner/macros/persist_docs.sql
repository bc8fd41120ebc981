{#- Writes descriptions into the database as far as the config persist_docs asks for. -#}
{% macro persist_docs(relation, model, for_relation=true, for_columns=true) -%}
  {{ return(adapter.dispatch('persist_docs', 'dbt')(relation, model, for_relation, for_columns)) }}
{%- endmacro %}

{% macro default__persist_docs(relation, model, for_relation, for_columns) -%}
  {%- if for_relation and config.persist_relation_docs() and model.description -%}
    {%- do run_query(
        'comment on ' ~ relation_kind(relation) ~ ' ' ~ relation ~ ' is '
        ~ string_literal(escape_single_quotes(model.description))
    ) -%}
  {%- endif -%}
  {%- if for_columns and config.persist_column_docs() -%}
    {%- set names = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
    {%- set strangers = model.columns.keys() | reject('in', names) | list -%}
    {%- if strangers -%}
      {%- do exceptions.warn(
          relation ~ ' has no column ' ~ strangers | join(', ') ~ ', which its properties describe'
      ) -%}
    {%- endif -%}
    {%- for name, column in model.columns.items() if column.description and name in names -%}
      {%- do run_query(
          'comment on column ' ~ relation ~ '.' ~ adapter.quote(name) ~ ' is '
          ~ string_literal(escape_single_quotes(column.description))
      ) -%}
    {%- endfor -%}
  {%- endif -%}
{%- endmacro %}
