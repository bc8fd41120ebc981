{# Ratio of two counts or rates to ten decimals; NULL where the denominator is zero. Never for money. #}
{% macro ratio(numerator, denominator) -%}
    cast(
        cast({{ numerator }} as double precision) / nullif(cast({{ denominator }} as double precision), 0)
        as decimal(38, 10)
    )
{%- endmacro %}

{# An amount rounded half away from zero to the minor units of its currency, as DECIMAL(38, 4). #}
{% macro round_to_minor_units(amount, minor_units) -%}
    case {{ minor_units }}
        when 0 then cast(round({{ amount }}, 0) as decimal(38, 4))
        when 3 then cast(round({{ amount }}, 3) as decimal(38, 4))
        else cast(round({{ amount }}, 2) as decimal(38, 4))
    end
{%- endmacro %}

{# Value-added tax on an amount that is not recovered, and so is a cost; 0 where no tax is charged. #}
{% macro vat_cost(amount, contract, minor_units) -%}
    {{ round_to_minor_units(
        'cast(' ~ amount ~ ' as decimal(38, 4)) * cast(cast(coalesce(' ~ contract ~ '.vat_pct, 0) as decimal(38, 6))'
        ~ ' * cast(1 - coalesce(' ~ contract ~ '.vat_recoverable_pct, 0) as decimal(38, 6)) as decimal(38, 12))', minor_units
    ) }}
{%- endmacro %}

{% macro median(expression) -%}
    {{ return(adapter.dispatch('median', 'portolan')(expression)) }}
{%- endmacro %}

{% macro duckdb__median(expression) -%}
    median({{ expression }})
{%- endmacro %}

{% macro default__median(expression) -%}
    percentile_cont(0.5) within group (order by {{ expression }})
{%- endmacro %}

{# The mean of the two values in the middle, which are one where their number is odd; missing ones come last. #}
{% macro trino__median(expression) -%}
    {%- set sorted = 'array_sort(array_agg(' ~ expression ~ '))' -%}
    {%- set known = 'count(' ~ expression ~ ')' -%}
    (
        cast(element_at({{ sorted }}, nullif(({{ known }} + 1) / 2, 0)) as double)
        + cast(element_at({{ sorted }}, {{ known }} / 2 + 1) as double)
    ) / 2
{%- endmacro %}

{# The number that a text is, as DECIMAL(38, 10): up to 18 digits before the point; NULL where it is anything else. #}
{% macro number_of(text) -%}
    case when {{ is_like(text, '^[+-]?[0-9]{1,18}([.][0-9]{1,10})?$') }} then cast({{ text }} as decimal(38, 10)) end
{%- endmacro %}

{% macro is_like(text, pattern) -%}
    {{ return(adapter.dispatch('is_like', 'portolan')(text, pattern)) }}
{%- endmacro %}

{% macro duckdb__is_like(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro postgres__is_like(text, pattern) -%}
    {{ text }} ~ '{{ pattern }}'
{%- endmacro %}

{% macro default__is_like(text, pattern) -%}
    regexp_like({{ text }}, '{{ pattern }}')
{%- endmacro %}
