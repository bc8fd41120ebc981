with as_of as (
    select * from {{ ref('int_as_of') }}
),

closed_out as (
    select distinct visits.study_id, visits.site_id
    from {{ ref('int_monitoring_visit_current') }} as visits
    cross join as_of
    where visits.visit_type = 'close_out'
        and visits.actual_end_date <= as_of.as_of_date
),

final as (
    select
        intervals.study_id,
        intervals.site_id,
        intervals.country_code,
        intervals.due_date,
        intervals.last_visit_date,
        intervals.risk_tier,
        intervals.plan_version,
        intervals.due_date < as_of.as_of_date as is_overdue,
        case
            when intervals.due_date < as_of.as_of_date then {{ days_between('intervals.due_date', 'as_of.as_of_date') }}
        end as days_overdue
    from {{ ref('monitoring_intervals') }} as intervals
    cross join as_of
    left join closed_out
        on intervals.study_id = closed_out.study_id
        and intervals.site_id = closed_out.site_id
    where intervals.valid_from <= as_of.as_of_date
        and coalesce(intervals.valid_to > as_of.as_of_date, true)
        and intervals.due_date is not null
        and closed_out.site_id is null
)

select * from final
