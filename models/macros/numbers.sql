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

{# The number that a text is, as DECIMAL(38, 10); NULL where it is a word or a bound. #}
{% macro number_of(text) -%}
    {{ return(adapter.dispatch('number_of', 'portolan')(text)) }}
{%- endmacro %}

{% macro duckdb__number_of(text) -%}
    try_cast({{ text }} as decimal(38, 10))
{%- endmacro %}

{% macro default__number_of(text) -%}
    {{ dbt.safe_cast(text, 'decimal(38, 10)') }}
{%- endmacro %}

{% macro postgres__number_of(text) -%}
    case when {{ text }} ~ '^[+-]?[0-9]{1,28}([.][0-9]*)?$' then cast({{ text }} as decimal(38, 10)) end
{%- endmacro %}
