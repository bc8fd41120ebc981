{#- Makes the relation's privileges those of the config `grants`, which names grantees by privilege. -#}
{% macro apply_grants(relation, grant_config, should_revoke=true) -%}
  {{ return(adapter.dispatch('apply_grants', 'dbt')(relation, grant_config, should_revoke)) }}
{%- endmacro %}

{#- Nothing where the database keeps no privileges. -#}
{% macro default__apply_grants(relation, grant_config, should_revoke=true) -%}
  {{ return(none) }}
{%- endmacro %}

{% macro postgres__apply_grants(relation, grant_config, should_revoke=true) -%}
  {%- if grant_config -%}
    {%- set wanted = [] -%}
    {%- for privilege, grantees in grant_config.items() -%}
      {%- for grantee in ([grantees] if grantees is string else grantees) -%}
        {%- do wanted.append([privilege | lower, grantee]) -%}
      {%- endfor -%}
    {%- endfor -%}
    {%- set there = [] -%}
    {%- for row in run_query(get_show_grant_sql(relation)).rows -%}
      {%- do there.append([row['privilege_type'] | lower, row['grantee']]) -%}
    {%- endfor -%}
    {%- for privilege, grantee in there if should_revoke and [privilege, grantee] not in wanted -%}
      {%- do run_query('revoke ' ~ privilege ~ ' on ' ~ relation ~ ' from ' ~ adapter.quote(grantee)) -%}
    {%- endfor -%}
    {%- for privilege, grantee in wanted if [privilege, grantee] not in there -%}
      {%- do run_query('grant ' ~ privilege ~ ' on ' ~ relation ~ ' to ' ~ adapter.quote(grantee)) -%}
    {%- endfor -%}
  {%- endif -%}
{%- endmacro %}

{#- What the present role has granted to others: grantee and privilege_type. -#}
{% macro get_show_grant_sql(relation) -%}
  {{ return(adapter.dispatch('get_show_grant_sql', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_show_grant_sql(relation) -%}
  select grantee, privilege_type
  from information_schema.role_table_grants
  where grantor = current_user
    and grantee != current_user
    and table_schema = {{ string_literal(escape_single_quotes(relation.schema)) }}
    and table_name = {{ string_literal(escape_single_quotes(relation.identifier)) }}
{%- endmacro %}

{#- Privileges are compared with those there are, so nothing is revoked in vain. -#}
{% macro should_revoke(existing_relation, full_refresh_mode=true) -%}
  {{ return(existing_relation is not none) }}
{%- endmacro %}
