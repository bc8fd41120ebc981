{#
Mean of rates, rounded half away from zero to ten decimals and without passing through floating point;
NULL where there is none.
#}
{% macro mean_rate(expression) -%}
    {{ return(adapter.dispatch('mean_rate', 'portolan')(expression)) }}
{%- endmacro %}

{# Decimals divide exactly wherever they are not turned into floating point. #}
{% macro default__mean_rate(expression) -%}
    cast(sum(cast({{ expression }} as decimal(38, 10))) / count({{ expression }}) as decimal(38, 10))
{%- endmacro %}

{# Whole numbers of ten-billionths: 128 bits hold sums up to 10^18. #}
{% macro duckdb__mean_rate(expression) -%}
    {%- set total = 'sum(cast(' ~ expression ~ ' as decimal(38, 10)))' -%}
    {%- set parts = 'cast(abs(' ~ total ~ ') * 10000000000 as hugeint)' -%}
    {%- set days = 'count(' ~ expression ~ ')' -%}
    cast(
        sign({{ total }}) * cast((2 * {{ parts }} + {{ days }}) // (2 * {{ days }}) as decimal(38, 0))
        * cast(0.0000000001 as decimal(38, 10)) as decimal(38, 10)
    )
{%- endmacro %}
