{# Where one site has no interval, nobody can tell what its country needs. Each site goes on from the day on which its next visit is due, by the interval then in force. #}
with due as (
    select
        periods.study_id,
        periods.country_code,
        periods.valid_from,
        intervals.due_date,
        intervals.visit_interval_days,
        hours.visit_hours + hours.preparation_hours + hours.travel_hours + hours.report_hours as hours_per_visit
    from {{ ref('int_country_staffing_periods') }} as periods
    inner join {{ ref('monitoring_intervals') }} as intervals
        on periods.study_id = intervals.study_id
        and periods.country_code = intervals.country_code
        and periods.valid_from >= intervals.valid_from
        and periods.valid_from < coalesce(intervals.valid_to, date '9999-12-31')
    inner join {{ ref('monitoring_visit_hours') }} as hours on intervals.visit_mode = hours.visit_mode
),

months as (
    {% for ahead in range(1, var('capacity_months') + 1) -%}
    select due.*, {{ add_months(month_start('valid_from'), ahead) }} as month_start_date
    from due
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

visits as (
    select
        months.*,
        {{ visits_due('due_date', 'visit_interval_days', 'month_start_date', month_end('month_start_date')) }}
            as planned_visits
    from months
)

select
    study_id,
    country_code,
    valid_from,
    month_start_date,
    case when count(*) = count(planned_visits) then cast(sum(planned_visits) as bigint) end as planned_visits,
    case when count(*) = count(planned_visits) then sum(planned_visits * hours_per_visit) end as required_hours
from visits
group by study_id, country_code, valid_from, month_start_date
