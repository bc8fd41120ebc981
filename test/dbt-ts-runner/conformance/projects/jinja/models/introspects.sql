{%- set relation = ref('payments') -%}
{%- set columns = adapter.get_columns_in_relation(relation) -%}
select
{% for column in columns %}
  '{{ column.name }}:{{ column.data_type }}:{{ column.is_string() }}:{{ column.is_number() }}' as {{ adapter.quote('c' ~ loop.index) }},
{%- endfor %}
  '{{ relation.schema }}.{{ relation.identifier }}|{{ relation.is_table }}|{{ relation.type }}' as relation,
  '{{ relation.include(database=false) }}|{{ relation.include(database=false, schema=false) }}' as included,
  '{{ this }}|{{ this.name }}|{{ model.name }}|{{ model.resource_type }}' as me,
  '{{ adapter.get_relation(this.database, this.schema, "payments") }}' as found,
  '{{ adapter.get_relation(this.database, this.schema, "absent") is none }}' as absent,
  '{{ load_relation(ref("payments")) is not none }}' as loaded,
  '{{ api.Relation.create(schema="s", identifier="i") }}' as created,
  '{{ graph.nodes.values() | selectattr("resource_type", "equalto", "model") | map(attribute="name") | sort | join(",") }}' as models,
  '{{ dbt.string_literal("it") | replace("'", "") }}' as literal
from {{ relation }} limit 1
