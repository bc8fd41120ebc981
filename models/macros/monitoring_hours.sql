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
    {{ visits_until(due, interval, last) }} - {{ visits_until(due, interval, add_days(first, -1)) }}
{%- endmacro %}

{# How many of those days have come by a day, itself among them. #}
{% macro visits_until(due, interval, day) -%}
    case
        when {{ interval }} > 0 and {{ due }} > {{ day }} then cast(0 as bigint)
        when {{ interval }} > 0
            then cast(({{ days_between(due, day) }} - {{ days_between(due, day) }} % {{ interval }}) / {{ interval }} as bigint) + 1
    end
{%- endmacro %}
