with months as (
    select distinct calendar.month_start, calendar.month_end
    from {{ ref('int_calendar') }} as calendar
    cross join {{ ref('int_as_of') }} as as_of
    where calendar.month_end <= as_of.as_of_date
),

planned as (
    select plans.study_id, months.month_end, sum(plans.planned_enrolled) as planned_enrolled
    from {{ ref('enrollment_plan') }} as plans
    inner join months
        on plans.month_start_date <= months.month_end
        and plans.valid_from <= months.month_end
        and (plans.valid_to is null or plans.valid_to > months.month_end)
    group by plans.study_id, months.month_end
),

enrolled_months as (
    select study_id, {{ month_start('event_date') }} as month_start, count(*) as enrolled
    from {{ ref('enrollment_events') }}
    where event_type = 'enrolled' and event_date is not null
    group by 1, 2
),

enrolled as (
    select enrolled_months.study_id, months.month_end, sum(enrolled_months.enrolled) as enrolled
    from enrolled_months
    inner join months on enrolled_months.month_start <= months.month_end
    group by enrolled_months.study_id, months.month_end
),

shortfalls as (
    select planned.study_id, min(planned.month_end) as shortfall_date
    from planned
    left join enrolled on planned.study_id = enrolled.study_id and planned.month_end = enrolled.month_end
    where planned.planned_enrolled > 0
        and coalesce(enrolled.enrolled, 0) < {{ var('behind_plan_share') }} * planned.planned_enrolled
    group by planned.study_id
),

final as (
    select shortfalls.study_id, shortfalls.shortfall_date, min(versions.approved_date) as replanned_date
    from shortfalls
    left join {{ ref('enrollment_plan_versions') }} as versions
        on shortfalls.study_id = versions.study_id
        and shortfalls.shortfall_date < versions.approved_date
    group by shortfalls.study_id, shortfalls.shortfall_date
)

select * from final
