{# Date arithmetic that engines spell differently. Every macro takes and returns SQL text. #}

{# Text to DATE; NULL where the text is not a real date. #}
{% macro parse_date(text) -%}
    {{ return(adapter.dispatch('parse_date', 'portolan')(text)) }}
{%- endmacro %}

{% macro duckdb__parse_date(text) -%}
    try_cast({{ text }} as date)
{%- endmacro %}

{% macro default__parse_date(text) -%}
    {{ dbt.safe_cast(text, 'date') }}
{%- endmacro %}

{# A cast fails on what is no date, and takes words that are none here. #}
{% macro postgres__parse_date(text) -%}
    case
        when {{ text }} ~ '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$' and pg_input_is_valid({{ text }}, 'date')
            then cast({{ text }} as date)
    end
{%- endmacro %}

{# Whole days from start to finish; negative when finish is earlier. #}
{% macro days_between(start, finish) -%}
    {{ return(adapter.dispatch('days_between', 'portolan')(start, finish)) }}
{%- endmacro %}

{% macro duckdb__days_between(start, finish) -%}
    cast(date_diff('day', {{ start }}, {{ finish }}) as bigint)
{%- endmacro %}

{% macro default__days_between(start, finish) -%}
    cast({{ dbt.datediff(start, finish, 'day') }} as bigint)
{%- endmacro %}

{# The same, NULL where the end lies before the start: a length that cannot be. #}
{% macro length_between(start, finish) -%}
    case when {{ finish }} >= {{ start }} then {{ days_between(start, finish) }} end
{%- endmacro %}

{% macro add_days(date, days) -%}
    {{ return(adapter.dispatch('add_days', 'portolan')(date, days)) }}
{%- endmacro %}

{% macro duckdb__add_days(date, days) -%}
    cast({{ date }} + cast({{ days }} as integer) as date)
{%- endmacro %}

{% macro default__add_days(date, days) -%}
    cast({{ dbt.dateadd('day', days, date) }} as date)
{%- endmacro %}

{% macro add_months(date, months) -%}
    {{ return(adapter.dispatch('add_months', 'portolan')(date, months)) }}
{%- endmacro %}

{% macro duckdb__add_months(date, months) -%}
    cast({{ date }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}

{% macro default__add_months(date, months) -%}
    cast({{ dbt.dateadd('month', months, date) }} as date)
{%- endmacro %}

{% macro month_start(date) -%}
    {{ return(adapter.dispatch('month_start', 'portolan')(date)) }}
{%- endmacro %}

{% macro duckdb__month_start(date) -%}
    cast(date_trunc('month', {{ date }}) as date)
{%- endmacro %}

{% macro default__month_start(date) -%}
    cast({{ dbt.date_trunc('month', date) }} as date)
{%- endmacro %}

{% macro month_end(date) -%}
    {{ add_days(add_months(month_start(date), 1), -1) }}
{%- endmacro %}

{# Monday of the week of a day. #}
{% macro week_start(date) -%}
    {{ return(adapter.dispatch('week_start', 'portolan')(date)) }}
{%- endmacro %}

{% macro duckdb__week_start(date) -%}
    cast(date_trunc('week', {{ date }}) as date)
{%- endmacro %}

{% macro default__week_start(date) -%}
    cast({{ dbt.date_trunc('week', date) }} as date)
{%- endmacro %}

{# First day of the financial year of a day; years begin in the month fiscal_year_start_month. #}
{% macro fiscal_year_start(date) -%}
    {{ add_months(month_start(date), '-((extract(month from ' ~ date ~ ') + 12 - ' ~ var('fiscal_year_start_month') ~ ') % 12)') }}
{%- endmacro %}

{# DATE to the period text YYYY-MM. #}
{% macro period_of(date) -%}
    substring(cast({{ date }} as varchar), 1, 7)
{%- endmacro %}

{# Period text YYYY-MM to the DATE of its first day. #}
{% macro period_start(period) -%}
    {{ parse_date(period ~ " || '-01'") }}
{%- endmacro %}
