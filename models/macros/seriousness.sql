{# Criteria of seriousness that are reported within 7 days, however the source spells and separates them. #}
{% macro is_fatal_or_life_threatening(criteria) -%}
    coalesce(
        lower({{ criteria }}) like '%death%'
        or lower({{ criteria }}) like '%fatal%'
        or replace(replace(replace(lower({{ criteria }}), '_', ''), '-', ''), ' ', '') like '%lifethreatening%',
        false
    )
{%- endmacro %}
