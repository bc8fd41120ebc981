{#- Runs the SQL between call and endcall and keeps what came back under the name. -#}
{% macro statement(name=none, fetch_result=false, auto_begin=true, language='sql') -%}
  {%- if execute -%}
    {%- set sql = caller() -%}
    {%- if name == 'main' -%}
      {{ write(sql) }}
    {%- endif -%}
    {%- set response, table = adapter.execute(sql, auto_begin=auto_begin, fetch=fetch_result) -%}
    {%- if name is not none -%}
      {{ store_result(name, response=response, agate_table=table) }}
    {%- endif -%}
  {%- endif -%}
{%- endmacro %}

{% macro noop_statement(name=none, message=none, code=none, rows_affected=none, res=none) -%}
  {%- if name is not none -%}
    {{ store_raw_result(name, message=message, code=code, rows_affected=rows_affected, agate_table=res) }}
  {%- endif -%}
{%- endmacro %}

{% macro run_query(sql) %}
  {%- call statement('run_query_statement', fetch_result=true, auto_begin=false) -%}
    {{ sql }}
  {%- endcall -%}
  {%- do return(load_result('run_query_statement').table) -%}
{% endmacro %}


{#- Runs the hooks meant for that side of the transaction; those outside stand between two. -#}
{% macro run_hooks(hooks, inside_transaction=true) %}
  {%- for hook in hooks if hook.get('transaction', true) == inside_transaction -%}
    {%- set text = render(hook.get('sql')) | trim -%}
    {%- if text | length > 0 -%}
      {%- if not inside_transaction -%}{%- do adapter.leave_transaction() -%}{%- endif -%}
      {%- call statement(auto_begin=inside_transaction) -%}{{ text }}{%- endcall -%}
      {%- if not inside_transaction -%}{%- do adapter.enter_transaction() -%}{%- endif -%}
    {%- endif -%}
  {%- endfor -%}
{% endmacro %}

{#- A hook of its own side, for pre_hook and post_hook. -#}
{% macro make_hook_config(sql, inside_transaction) -%}
  {{ return({'sql': sql, 'transaction': inside_transaction}) }}
{%- endmacro %}

{% macro before_begin(sql) -%}
  {{ return(make_hook_config(sql, false)) }}
{%- endmacro %}

{% macro in_transaction(sql) -%}
  {{ return(make_hook_config(sql, true)) }}
{%- endmacro %}

{% macro after_commit(sql) -%}
  {{ return(make_hook_config(sql, false)) }}
{%- endmacro %}

{% macro set_sql_header(config) -%}
  {{ config.set('sql_header', caller()) }}
{%- endmacro %}
