{# Of the rows of a group the value of the first, by `position`, that has one; `position` counts from 1. #}
{% macro first_known(column, type, position='position') -%}
    cast(
        substring(min(lpad(cast({{ position }} as varchar), 6, '0') || cast({{ column }} as varchar)), 7) as {{ type }}
    )
{%- endmacro %}
