{#
Rate that turns an amount of `source` into `target` currency, from the euro rates (units per euro) of
both; 1 within one currency, NULL where either rate is missing.
#}
{% macro cross_rate(source, target, source_euro_rate, target_euro_rate) -%}
    case
        when {{ source }} = {{ target }} then cast(1 as decimal(38, 10))
        else {{ ratio(target_euro_rate, source_euro_rate) }}
    end
{%- endmacro %}

{#
An amount in `target` currency: amount x target rate / source rate, rounded once, half away from zero,
to four decimals and without passing through floating point; NULL where a rate is missing.
#}
{% macro converted(amount, source, target, source_euro_rate, target_euro_rate) -%}
    case
        when {{ source }} = {{ target }} then cast({{ amount }} as decimal(38, 4))
        else {{ exact_quotient(amount, target_euro_rate, source_euro_rate) }}
    end
{%- endmacro %}

{#
`amount` of `relation` in reporting currency, by the euro rates of the relations that `rate` names (its currency's _source,
the reporting currency's _target); nothing needs no rate.
#}
{% macro at_rate(relation, amount, rate) -%}
    case
        when {{ relation }}.{{ amount }} = 0 then cast(0 as decimal(38, 4))
        else {{ converted(relation ~ '.' ~ amount, relation ~ '.currency', "'" ~ var('reporting_currency') ~ "'", rate ~ '_source.euro_rate', rate ~ '_target.euro_rate') }}
    end
{%- endmacro %}

{% macro exact_quotient(amount, multiplier, divisor) -%}
    {{ return(adapter.dispatch('exact_quotient', 'portolan')(amount, multiplier, divisor)) }}
{%- endmacro %}

{# Whole numbers of ten-thousandths and ten-billionths: 128 bits hold amounts up to 10^13 units. #}
{% macro duckdb__exact_quotient(amount, multiplier, divisor) -%}
    {%- set units = duckdb__ten_thousandths('abs(cast(' ~ amount ~ ' as decimal(38, 4)))') -%}
    {%- set factor = duckdb__ten_billionths(multiplier) -%}
    {%- set parts = duckdb__ten_billionths(divisor) -%}
    cast(
        sign({{ amount }}) * cast((2 * {{ units }} * {{ factor }} + {{ parts }}) // (2 * {{ parts }}) as decimal(38, 0))
        * cast(0.0001 as decimal(38, 4)) as decimal(38, 4)
    )
{%- endmacro %}

{# Amounts below 10^10 fit in 64 bits, which DuckDB reckons with twenty times as fast as with 128. #}
{% macro duckdb__ten_thousandths(amount) -%}
    coalesce(cast(try_cast({{ amount }} as decimal(14, 4)) * 10000 as hugeint), cast({{ amount }} * 10000 as hugeint))
{%- endmacro %}

{# So do rates below 10^5, where the point moves step by step. #}
{% macro duckdb__ten_billionths(rate) -%}
    {%- set exact = 'cast(' ~ rate ~ ' as decimal(28, 10))' -%}
    {%- set moved = namespace(sql='try_cast(' ~ exact ~ ' as decimal(15, 10))') -%}
    {%- for scale in [7, 4, 1] -%}
        {%- set moved.sql = 'cast(' ~ moved.sql ~ ' * 1000 as decimal(18, ' ~ scale ~ '))' -%}
    {%- endfor -%}
    coalesce(cast({{ moved.sql }} * 10 as hugeint), cast({{ exact }} * 10000000000 as hugeint))
{%- endmacro %}

{% macro default__exact_quotient(amount, multiplier, divisor) -%}
    cast(round(({{ amount }}) * ({{ multiplier }}) / nullif({{ divisor }}, 0), 4) as decimal(38, 4))
{%- endmacro %}

{#
The part of an amount that falls on `part` of `whole` equal days, rounded once, half away from zero, to the
minor units of its currency and without passing through floating point; NULL where nothing is whole.
#}
{% macro exact_share(amount, part, whole, minor_units) -%}
    {{ return(adapter.dispatch('exact_share', 'portolan')(amount, part, whole, minor_units)) }}
{%- endmacro %}

{% macro duckdb__exact_share(amount, part, whole, minor_units) -%}
    {%- set scale = 'case ' ~ minor_units ~ ' when 0 then 1 when 3 then 1000 else 100 end' -%}
    {%- set unit = 'case ' ~ minor_units ~ ' when 0 then cast(1 as decimal(38, 4)) when 3 then cast(0.001 as decimal(38, 4)) else cast(0.01 as decimal(38, 4)) end' -%}
    {%- set units = 'cast(abs(cast(' ~ amount ~ ' as decimal(38, 4))) * (' ~ scale ~ ') as hugeint)' -%}
    {%- set parts = 'cast(nullif(' ~ whole ~ ', 0) as hugeint)' -%}
    cast(
        sign({{ amount }})
        * cast((2 * {{ units }} * cast({{ part }} as hugeint) + {{ parts }}) // (2 * {{ parts }}) as decimal(38, 0))
        * {{ unit }} as decimal(38, 4)
    )
{%- endmacro %}

{% macro default__exact_share(amount, part, whole, minor_units) -%}
    {{ round_to_minor_units(amount ~ ' * ' ~ part ~ ' / nullif(' ~ whole ~ ', 0)', minor_units) }}
{%- endmacro %}
