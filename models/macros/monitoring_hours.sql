{# Hours of a full-time month of a monitor in a country (RP03). #}
{% macro monitor_month_hours(country) -%}
    case {{ country }}
        {% for known, hours in var('monitor_month_hours_of').items() -%}
        when '{{ known }}' then {{ hours }}
        {% endfor -%}
        else {{ var('monitor_month_hours') }}
    end
{%- endmacro %}

{# How many of the days that follow `due` every `interval` days lie between two days; NULL without a day or interval. #}
{% macro visits_due(due, interval, first, last) -%}
    case
        when {{ interval }} > 0 and {{ due }} > {{ last }} then 0
        when {{ interval }} > 0 and {{ due }} >= {{ first }} then {{ intervals_in(due, interval, last) }} + 1
        when {{ interval }} > 0 and {{ due }} < {{ first }}
            then {{ intervals_in(due, interval, last) }} - {{ intervals_in(due, interval, add_days(first, -1)) }}
    end
{%- endmacro %}

{# Whole intervals from a day to one that is not before it. #}
{% macro intervals_in(start, interval, finish) -%}
    cast(floor(cast({{ days_between(start, finish) }} as decimal(18, 4)) / {{ interval }}) as bigint)
{%- endmacro %}
