{% set months = range(1, var('capacity_months') + 1) -%}
{% set ends = range(0, var('capacity_months') + 1) -%}
{# Where one site has no interval, nobody can tell what its country needs. Each site goes on from the day on which its next visit is due, by the interval then in force. #}
with periods as (
    select
        study_id,
        country_code,
        valid_from,
        {% for ahead in ends -%}
        {{ month_end(add_months('valid_from', ahead)) }} as month_{{ ahead }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('int_country_staffing_periods') }}
),

due as (
    select
        periods.*,
        intervals.due_date,
        intervals.visit_interval_days,
        hours.visit_hours + hours.preparation_hours + hours.travel_hours + hours.report_hours as hours_per_visit
    from periods
    inner join {{ ref('monitoring_intervals') }} as intervals
        on periods.study_id = intervals.study_id
        and periods.country_code = intervals.country_code
        and periods.valid_from >= intervals.valid_from
        and periods.valid_from < coalesce(intervals.valid_to, date '9999-12-31')
    inner join {{ ref('monitoring_visit_hours') }} as hours on intervals.visit_mode = hours.visit_mode
),

visits as (
    select
        due.*,
        {% for ahead in ends -%}
        {{ visits_until('due_date', 'visit_interval_days', 'month_' ~ ahead) }} as until_{{ ahead }}{{ ',' if not loop.last }}
        {% endfor %}
    from due
),

{# The months beside each other, so that sites are grouped once for all of them. #}
countries as (
    select
        study_id,
        country_code,
        valid_from,
        count(*) as sites,
        {% for ahead in months -%}
        min(month_{{ ahead }}) as month_{{ ahead }},
        count(until_{{ ahead }}) as known_{{ ahead }},
        sum(until_{{ ahead }} - until_{{ ahead - 1 }}) as visits_{{ ahead }},
        sum((until_{{ ahead }} - until_{{ ahead - 1 }}) * hours_per_visit) as hours_{{ ahead }}{{ ',' if not loop.last }}
        {% endfor %}
    from visits
    group by study_id, country_code, valid_from
)

{% for ahead in months -%}
select
    study_id,
    country_code,
    valid_from,
    {{ month_start('month_' ~ ahead) }} as month_start_date,
    case when sites = known_{{ ahead }} then cast(visits_{{ ahead }} as bigint) end as planned_visits,
    case when sites = known_{{ ahead }} then hours_{{ ahead }} end as required_hours
from countries
{{ 'union all' if not loop.last }}
{% endfor %}
