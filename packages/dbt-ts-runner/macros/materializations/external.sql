{#- A model that is a file: its rows are written there, and a view of the model's name reads them. -#}
{% materialization external, adapter='duckdb' %}
  {%- if config.get('glue_register') or config.get('plugin') -%}
    {{ exceptions.raise_compiler_error("external: plugins and Glue are not supported. Remove glue_register and plugin.") }}
  {%- endif -%}
  {%- set target_relation = this.incorporate(type='view') -%}
  {%- set existing_relation = load_cached_relation(this) -%}
  {%- set rows_relation = make_intermediate_relation(this.incorporate(type='table')) -%}
  {%- set options = render_write_options(config) -%}
  {%- set location = adapter.external_path(render(config.get('location') or external_location(this, config))) -%}
  {%- set write_options = adapter.external_write_options(location, options) -%}
  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks) }}
  {{ drop_relation_if_exists(load_cached_relation(rows_relation)) }}
  {%- call statement('create_table') -%}
    {{ get_create_table_as_sql(false, rows_relation, sql) }}
  {%- endcall -%}
  {%- set is_empty = (run_query('select 1 from ' ~ rows_relation ~ ' limit 1').rows | length) == 0 -%}
  {%- if is_empty -%}
    {#- A row of nulls keeps the columns of formats that know none without rows. -#}
    {%- call statement('keep_columns') -%}
      insert into {{ rows_relation }} values ({% for column in adapter.get_columns_in_relation(rows_relation) %}null{{ ', ' if not loop.last }}{% endfor %})
    {%- endcall -%}
  {%- endif -%}
  {{ write_to_file(rows_relation, location, write_options) }}
  {{ clear_the_way(target_relation, existing_relation) }}
  {%- call statement('main') -%}
    create or replace view {{ target_relation }} as (
      select * from {{ read_of_file(adapter.external_read_location(location, options), options) }}
      {%- if is_empty %} where false{% endif %}
    )
  {%- endcall -%}
  {{ adapter.drop_relation(rows_relation) }}
  {{ persist_docs(target_relation, model) }}
  {{ apply_grants(target_relation, config.get('grants')) }}
  {{ run_hooks(post_hooks) }}
  {{ run_hooks(post_hooks, inside_transaction=false) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#- Where a model without a location is written. -#}
{% macro external_location(relation, config) -%}
  {%- set parts = (config.get('options') or {}).get('partition_by') -%}
  {{- adapter.external_root() }}/{{ relation.identifier }}{{ '' if parts else '.' ~ (config.get('format') or 'parquet') -}}
{%- endmacro %}

{#- The options of COPY that the config asks for. -#}
{% macro render_write_options(config) -%}
  {%- set given = config.get('options') or {} -%}
  {%- if given is not mapping -%}
    {{ exceptions.raise_compiler_error("The options of an external model must be a mapping.") }}
  {%- endif -%}
  {%- set options = {} -%}
  {%- for name, value in given.items() -%}
    {%- do options.update({name: render(value | string)}) -%}
  {%- endfor -%}
  {%- for name in ['format', 'delimiter'] if config.get(name) -%}
    {%- do options.update({name: render(config.get(name))}) -%}
  {%- endfor -%}
  {{ return(options) }}
{%- endmacro %}

{% macro write_to_file(relation, location, options) -%}
  {%- call statement('write_to_file') -%}
    copy {{ relation }} to '{{ escape_single_quotes(location) }}' ({{ options }})
  {%- endcall -%}
{%- endmacro %}

{#- The table function that reads what was written. -#}
{% macro read_of_file(location, options) -%}
  {%- set formats = ['csv', 'parquet', 'json'] -%}
  {%- set format = config.get('format') or options['format'] | lower -%}
  {%- if format not in formats -%}
    {%- if config.get('format') -%}
      {{ exceptions.raise_compiler_error("The format '" ~ format ~ "' is not among " ~ formats | join(', ') ~ ".") }}
    {%- endif -%}
    {%- set format = 'parquet' -%}
  {%- endif -%}
  {%- set standard = {'union_by_name': false} if format == 'parquet' else {'auto_detect': true} -%}
  {%- set read_options = dict(config.get(format ~ '_read_options') or standard) -%}
  {%- if format != 'parquet' and options.get('compression') and 'compression' not in read_options -%}
    {%- do read_options.update({'compression': options['compression']}) -%}
  {%- endif -%}
  read_{{ format }}('{{ escape_single_quotes(location) }}'
  {%- for name, value in read_options.items() %}, {{ name }} = {{ "'" ~ escape_single_quotes(value) ~ "'" if value is string else value }}{% endfor %})
{%- endmacro %}

{#- For on-run-start: views of models in files that are read here and were built elsewhere. -#}
{% macro register_upstream_external_models() -%}
  {%- if execute -%}
    {%- set read = [] -%}
    {%- for id in selected_resources if id in graph['nodes'] -%}
      {%- do read.extend(graph['nodes'][id]['depends_on']['nodes']) -%}
    {%- endfor -%}
    {%- for id in read | unique if id not in selected_resources and id in graph['nodes'] -%}
      {%- set node = graph['nodes'][id] -%}
      {%- if node.config.materialized == 'external' -%}
        {%- set relation = api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias) -%}
        {%- set options = render_write_options(node.config) -%}
        {%- set location = adapter.external_path(render(node.config.get('location') or external_location(relation, node.config))) -%}
        {%- do adapter.external_write_options(location, options) -%}
        {%- call statement('register_schema') -%}
          create schema if not exists {{ relation.without_identifier() }}
        {%- endcall -%}
        {%- call statement('register') -%}
          create or replace view {{ relation }} as (select * from '{{ escape_single_quotes(adapter.external_read_location(location, options)) }}')
        {%- endcall -%}
      {%- endif -%}
    {%- endfor -%}
    {%- do adapter.commit() -%}
  {%- endif -%}
{%- endmacro %}
