{#- The macro of a strategy, of the project's own too: snapshot_<name>_strategy. -#}
{% macro strategy_dispatch(name) -%}
  {%- set package_name, _, own = name.rpartition('.') -%}
  {%- set macro_name = 'snapshot_' ~ own ~ '_strategy' -%}
  {%- set found = context.get(package_name, {}).get(macro_name) if package_name else context.get(macro_name) -%}
  {%- if not found -%}
    {{ exceptions.raise_compiler_error(
        "The snapshot strategy '" ~ name ~ "' has no macro " ~ macro_name ~ '. Use timestamp or check, or define it.'
    ) }}
  {%- endif -%}
  {{ return(found) }}
{%- endmacro %}

{% macro snapshot_scd_id(unique_key, updated_at) -%}
  {%- set keys = [unique_key] if unique_key is string else unique_key -%}
  {{ return(snapshot_hash_arguments(keys + [updated_at])) }}
{%- endmacro %}

{#- A row changed when its updated_at is later than that of the row kept. -#}
{% macro snapshot_timestamp_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) -%}
  {%- set columns = get_snapshot_table_column_names() -%}
  {%- set unique_key = config.get('unique_key') -%}
  {%- set updated_at = config.get('updated_at') -%}
  {%- set hard_deletes = get_hard_deletes_behavior() -%}
  {{ return({
      'unique_key': unique_key,
      'updated_at': updated_at,
      'row_changed': '(' ~ snapshotted_rel ~ '.' ~ columns.dbt_valid_from ~ ' < ' ~ current_rel ~ '.' ~ updated_at ~ ')',
      'scd_id': snapshot_scd_id(unique_key, updated_at),
      'invalidate_hard_deletes': hard_deletes == 'invalidate',
      'hard_deletes': hard_deletes
  }) }}
{%- endmacro %}

{#- A row changed when one of the checked columns did. -#}
{% macro snapshot_check_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) -%}
  {%- set unique_key = config.get('unique_key') -%}
  {%- set updated_at = config.get('updated_at') or snapshot_get_time() -%}
  {%- set hard_deletes = get_hard_deletes_behavior() -%}
  {%- set is_added, checked = snapshot_check_all_get_existing_columns(node, target_exists, config.get('check_cols')) -%}
  {%- set conditions = ['true'] if is_added else [] -%}
  {%- for column in checked -%}
    {%- set before = snapshotted_rel ~ '.' ~ column -%}
    {%- set after = current_rel ~ '.' ~ column -%}
    {%- do conditions.append(
        before ~ ' != ' ~ after
        ~ ' or (' ~ before ~ ' is null and ' ~ after ~ ' is not null)'
        ~ ' or (' ~ before ~ ' is not null and ' ~ after ~ ' is null)'
    ) -%}
  {%- endfor -%}
  {{ return({
      'unique_key': unique_key,
      'updated_at': updated_at,
      'row_changed': '(' ~ ((conditions | join(' or ')) or 'false') ~ ')',
      'scd_id': snapshot_scd_id(unique_key, updated_at),
      'invalidate_hard_deletes': hard_deletes == 'invalidate',
      'hard_deletes': hard_deletes
  }) }}
{%- endmacro %}

{#- [whether a checked column is new, quoted names of those the snapshot's table has]. -#}
{% macro snapshot_check_all_get_existing_columns(node, target_exists, check_cols_config) -%}
  {%- if not target_exists -%}
    {{ return((false, [])) }}
  {%- endif -%}
  {%- set given = adapter.get_column_schema_from_query(node['compiled_code'] or sql) -%}
  {%- set there = adapter.get_columns_in_relation(load_relation(this)) | map(attribute='name') | map('lower') | list -%}
  {%- set ns = namespace(is_added=false) -%}
  {%- set existing = [] -%}
  {%- if check_cols_config == 'all' -%}
    {%- set wanted = given | map(attribute='name') | list -%}
  {%- else -%}
    {%- set wanted = [check_cols_config] if check_cols_config is string else check_cols_config -%}
  {%- endif -%}
  {%- for name in wanted -%}
    {%- if name | lower in there -%}
      {%- do existing.append(adapter.quote(name)) -%}
    {%- else -%}
      {%- set ns.is_added = true -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return((ns.is_added, existing)) }}
{%- endmacro %}
