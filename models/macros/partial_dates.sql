{# Bounds of an ISO 8601 date that may lack its day or its month. The raw text stays beside them. #}

{% macro partial_date_day(raw) -%}
    case when length({{ raw }}) >= 10 then {{ parse_date('substring(' ~ raw ~ ', 1, 10)') }} end
{%- endmacro %}

{% macro partial_date_lower(raw) -%}
    case
        when length({{ raw }}) >= 10 then {{ parse_date('substring(' ~ raw ~ ', 1, 10)') }}
        when length({{ raw }}) = 7 then {{ parse_date(raw ~ " || '-01'") }}
        when length({{ raw }}) = 4 then {{ parse_date(raw ~ " || '-01-01'") }}
    end
{%- endmacro %}

{% macro partial_date_upper(raw) -%}
    case
        when length({{ raw }}) >= 10 then {{ parse_date('substring(' ~ raw ~ ', 1, 10)') }}
        when length({{ raw }}) = 7 then {{ month_end(parse_date(raw ~ " || '-01'")) }}
        when length({{ raw }}) = 4 then {{ parse_date(raw ~ " || '-12-31'") }}
    end
{%- endmacro %}

{% macro partial_date_precision(raw) -%}
    case
        when {{ partial_date_lower(raw) }} is null then 'unknown'
        when length({{ raw }}) >= 10 then 'day'
        when length({{ raw }}) = 7 then 'month'
        else 'year'
    end
{%- endmacro %}

{# The five columns of a staged partial date. #}
{% macro partial_date_columns(column) -%}
    {{ column }}, {{ column }}_raw, {{ column }}_lower, {{ column }}_upper, {{ column }}_precision
{%- endmacro %}
