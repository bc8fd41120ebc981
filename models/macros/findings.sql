{# The columns every finding has; detail is SQL text and holds counts and ids only. #}
{% macro finding(kind, severity, entity, entity_id, detail, study_id='study_id', site_id='cast(null as varchar)', known='known_from') -%}
    {{ study_id }} as study_id,
    {{ site_id }} as site_id,
    '{{ entity }}' as entity,
    cast({{ entity_id }} as varchar) as entity_id,
    '{{ kind }}' as kind,
    '{{ severity }}' as severity,
    {{ detail }} as detail,
    {{ known }} as first_known_at
{%- endmacro %}

{% macro counted(count, noun) -%}
    cast({{ count }} as varchar) || ' {{ noun }}'
{%- endmacro %}
