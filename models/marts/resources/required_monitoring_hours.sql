{# A month is planned as seen on the day before it begins, one that is still to come as seen on the as-of date. #}
with months as (
    select
        calendar.period,
        calendar.month_start,
        calendar.month_end,
        case
            when calendar.month_start > as_of.as_of_date then as_of.as_of_date
            else {{ add_days('calendar.month_start', -1) }}
        end as planned_on
    from {{ ref('int_calendar') }} as calendar
    inner join {{ ref('int_as_of') }} as as_of
        on calendar.calendar_date <= {{ add_months(month_start('as_of.as_of_date'), var('capacity_months')) }}
    where calendar.calendar_date = calendar.month_start
),

planned as (
    select
        intervals.*,
        months.period,
        months.month_start,
        months.month_end,
        months.planned_on,
        {{ visits_due('intervals.due_date', 'intervals.visit_interval_days', 'months.month_start', 'months.month_end') }}
            as planned_visits
    from months
    inner join {{ ref('monitoring_intervals') }} as intervals
        on months.planned_on >= intervals.valid_from
        and months.planned_on < coalesce(intervals.valid_to, date '9999-12-31')
),

parts as (
    select
        planned.*,
        planned.planned_visits * hours.visit_hours as visit_hours,
        planned.planned_visits * hours.preparation_hours as preparation_hours,
        planned.planned_visits * hours.travel_hours as travel_hours,
        planned.planned_visits * hours.report_hours as report_hours,
        {{ monitor_month_hours('planned.country_code') }} as month_hours
    from planned
    inner join {{ ref('monitoring_visit_hours') }} as hours on planned.visit_mode = hours.visit_mode
),

final as (
    select
        study_id,
        site_id,
        country_code,
        period as capacity_month,
        risk_tier,
        plan_version,
        visit_mode,
        visit_interval_days,
        planned_visits,
        cast(visit_hours as decimal(38, 4)) as visit_hours,
        cast(preparation_hours as decimal(38, 4)) as preparation_hours,
        cast(travel_hours as decimal(38, 4)) as travel_hours,
        cast(report_hours as decimal(38, 4)) as report_hours,
        cast(visit_hours + preparation_hours + travel_hours + report_hours as decimal(38, 4)) as required_hours,
        month_hours,
        cast(
            (visit_hours + preparation_hours + travel_hours + report_hours) / month_hours as decimal(38, 15)
        ) as required_fte,
        month_start as month_start_date,
        month_end as month_end_date,
        planned_on as planned_on_date
    from parts
)

select * from final
