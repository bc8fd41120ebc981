{# The natural account of a number: one of its segments, the whole where it has fewer, without leading zeros. #}
{% macro natural_account(number) -%}
    trim(leading '0' from coalesce(
        nullif({{ dbt.split_part(number, "'-'", var('gl_account_segment')) }}, ''), {{ number }}
    ))
{%- endmacro %}
