{# Moments: time stamps of any offset, held and compared as UTC. #}

{# Text of a time stamp as TIMESTAMP of UTC; seconds may be missing, without an offset it is UTC. NULL of a day alone. #}
{% macro utc_moment(text) -%}
    cast(
        {{ parse_instant(whole_moment(text)) }} at time zone 'UTC' as timestamp
    )
{%- endmacro %}

{% macro whole_moment(text) -%}
    case
        when length({{ text }}) >= 16 then
            substring({{ text }}, 1, 16)
            || case when substring({{ text }}, 17, 1) = ':' then '' else ':00' end
            || substring({{ text }}, 17)
            || case
                when position('Z' in substring({{ text }}, 17)) > 0 then ''
                when position('+' in substring({{ text }}, 17)) > 0 then ''
                when position('-' in substring({{ text }}, 17)) > 0 then ''
                else 'Z'
            end
    end
{%- endmacro %}

{% macro seconds_between(start, finish) -%}
    {{ return(adapter.dispatch('seconds_between', 'portolan')(start, finish)) }}
{%- endmacro %}

{% macro duckdb__seconds_between(start, finish) -%}
    cast(date_diff('second', {{ start }}, {{ finish }}) as bigint)
{%- endmacro %}

{% macro default__seconds_between(start, finish) -%}
    cast({{ dbt.datediff(start, finish, 'second') }} as bigint)
{%- endmacro %}

{# A moment later by whole days of 24 hours. #}
{% macro moment_plus_days(moment, days) -%}
    {{ return(adapter.dispatch('moment_plus_days', 'portolan')(moment, days)) }}
{%- endmacro %}

{% macro duckdb__moment_plus_days(moment, days) -%}
    {{ moment }} + to_days(cast({{ days }} as integer))
{%- endmacro %}

{% macro default__moment_plus_days(moment, days) -%}
    {{ dbt.dateadd('day', days, moment) }}
{%- endmacro %}
