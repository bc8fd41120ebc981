{#- The columns and constraints of a table, for its create statement. -#}
{% macro get_table_columns_and_constraints() -%}
  {{ adapter.dispatch('get_table_columns_and_constraints', 'dbt')() }}
{%- endmacro %}

{% macro default__get_table_columns_and_constraints() -%}
  {{ return(table_columns_and_constraints()) }}
{%- endmacro %}

{#- Of the constraints the server knows not null alone. -#}
{% macro trino__get_table_columns_and_constraints() -%}
  {%- set definitions = [] -%}
  {%- for column in model['columns'].values() -%}
    {%- set name = adapter.quote(column['name']) if column.get('quote') else column['name'] -%}
    {%- set is_required = 'not_null' in column.get('constraints', []) | map(attribute='type') | list -%}
    {%- do definitions.append(name ~ ' ' ~ contract_type(column) ~ (' not null' if is_required else '')) -%}
  {%- endfor -%}
  ({{ definitions | join(', ') }})
{%- endmacro %}

{% macro table_columns_and_constraints() -%}
  {%- set columns = adapter.render_raw_columns_constraints(raw_columns=model['columns']) -%}
  {%- set constraints = adapter.render_raw_model_constraints(raw_constraints=model['constraints']) -%}
  (
    {{ (columns + constraints) | join(',\n    ') }}
  )
{%- endmacro %}

{% macro get_columns_spec_ddl() -%}
  {{ adapter.dispatch('get_columns_spec_ddl', 'dbt')() }}
{%- endmacro %}

{% macro default__get_columns_spec_ddl() -%}
  {{ return(table_columns_and_constraints()) }}
{%- endmacro %}

{#- The names of the contract's columns, in its order. -#}
{% macro get_column_names() -%}
  {%- for column in model['columns'].values() -%}
    {{ adapter.quote(column['name']) if column.get('quote') else column['name'] }}{{ ', ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}

{#- The query with its columns in the order of the contract. -#}
{% macro get_select_subquery(sql) -%}
  {{ return(adapter.dispatch('get_select_subquery', 'dbt')(sql)) }}
{%- endmacro %}

{% macro default__get_select_subquery(sql) -%}
  select {{ get_column_names() }}
  from (
    {{ sql }}
  ) as model_subq
{%- endmacro %}

{% macro get_empty_subquery_sql(select_sql, select_sql_header=none) -%}
  {{ return(adapter.dispatch('get_empty_subquery_sql', 'dbt')(select_sql, select_sql_header)) }}
{%- endmacro %}

{% macro default__get_empty_subquery_sql(select_sql, select_sql_header=none) -%}
  {{ select_sql_header if select_sql_header }}
  select * from (
    {{ select_sql }}
  ) as __dbt_sbq
  where false
  limit 0
{%- endmacro %}

{#- A query without rows that has the columns as described. -#}
{% macro get_empty_schema_sql(columns) -%}
  {{ return(adapter.dispatch('get_empty_schema_sql', 'dbt')(columns)) }}
{%- endmacro %}

{% macro default__get_empty_schema_sql(columns) -%}
  select
    {%- for column in columns.values() %}
    {{ cast('null', contract_type(column)) }} as {{ adapter.quote(column['name']) if column.get('quote') else column['name'] }}{{ ',' if not loop.last }}
    {%- endfor %}
  limit 0
{%- endmacro %}

{% macro contract_type(column) -%}
  {%- set contract = config.get('contract') or {} -%}
  {%- set type = column['data_type'] -%}
  {{ return(api.Column.translate_type(type) if contract.get('alias_types', true) else type) }}
{%- endmacro %}

{% macro get_assert_columns_equivalent(sql) -%}
  {{ adapter.dispatch('get_assert_columns_equivalent', 'dbt')(sql) }}
{%- endmacro %}

{% macro default__get_assert_columns_equivalent(sql) -%}
  {{ return(assert_columns_equivalent(sql)) }}
{%- endmacro %}

{#- Ends with an error unless the query gives the contract's columns with the contract's types. -#}
{% macro assert_columns_equivalent(sql) -%}
  {%- set given = {} -%}
  {%- for column in adapter.get_column_schema_from_query(sql) -%}
    {%- do given.update({column.name | lower: contract_comparable_type(column.dtype)}) -%}
  {%- endfor -%}
  {%- set promised = {} -%}
  {%- for column in adapter.get_column_schema_from_query(get_empty_schema_sql(model['columns'])) -%}
    {%- do promised.update({column.name | lower: contract_comparable_type(column.dtype)}) -%}
  {%- endfor -%}
  {%- set faults = [] -%}
  {%- for name, type in given.items() -%}
    {%- if name not in promised -%}
      {%- do faults.append(name ~ ' (' ~ type ~ ') is missing in contract') -%}
    {%- elif promised[name] != type -%}
      {%- do faults.append(name ~ ' has a data type mismatch, ' ~ type ~ ' and not ' ~ promised[name]) -%}
    {%- endif -%}
  {%- endfor -%}
  {%- for name, type in promised.items() if name not in given -%}
    {%- do faults.append(name ~ ' (' ~ type ~ ') is missing in definition') -%}
  {%- endfor -%}
  {%- if faults -%}
    {{ exceptions.raise_compiler_error(
        "The query of '" ~ model['name'] ~ "' breaks its enforced contract: " ~ faults | join('; ')
        ~ '. Change the query or the contract.'
    ) }}
  {%- endif -%}
{%- endmacro %}

{#- Types that a contract takes for one have one name here. -#}
{% macro contract_comparable_type(type) -%}
  {{ return(adapter.dispatch('contract_comparable_type', 'dbt')(type)) }}
{%- endmacro %}

{% macro default__contract_comparable_type(type) -%}
  {{ return(type) }}
{%- endmacro %}

{% macro postgres__contract_comparable_type(type) -%}
  {{ return('text' if type in ['character varying', 'bpchar', 'name'] else type) }}
{%- endmacro %}

{% macro trino__contract_comparable_type(type) -%}
  {{ return(modules.re.sub('\\([0-9, ]+\\)', '', type)) }}
{%- endmacro %}

{% macro is_contract_enforced() -%}
  {{ return((config.get('contract') or {}).get('enforced', false)) }}
{%- endmacro %}

{#- How a foreign key names the table it refers to. -#}
{% macro foreign_key_target(relation) -%}
  {{ return(adapter.dispatch('foreign_key_target', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__foreign_key_target(relation) -%}
  {{ return(relation) }}
{%- endmacro %}

{#- DuckDB takes no database here, for it keeps foreign keys within one. -#}
{% macro duckdb__foreign_key_target(relation) -%}
  {{ return(relation.include(database=false)) }}
{%- endmacro %}
