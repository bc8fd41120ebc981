with enrolled as (
    select
        study_id,
        event_date as enrolled_date,
        row_number() over (partition by study_id order by event_date, subject_id) as subject_count
    from {{ ref('enrollment_events') }}
    where event_type = 'enrolled' and event_date is not null
),

months as (
    select
        study_id,
        plan_version,
        month_start_date,
        month_end_date,
        cast(round(sum(planned_enrolled) * 100) as bigint) as hundredths
    from {{ ref('enrollment_plan') }}
    group by study_id, plan_version, month_start_date, month_end_date
),

curves as (
    select
        months.*,
        sum(hundredths) over (partition by study_id, plan_version order by month_start_date) - hundredths as before
    from months
    where hundredths > 0
),

planned as (
    select
        enrolled.study_id,
        enrolled.subject_count,
        curves.plan_version,
        {{ add_days(
            'curves.month_start_date',
            'ceiling(cast((enrolled.subject_count * 100 - curves.before) * ('
            ~ days_between('curves.month_start_date', 'curves.month_end_date')
            ~ ' + 1) as double precision) / curves.hundredths) - 1'
        ) }} as planned_date
    from enrolled
    inner join curves
        on enrolled.study_id = curves.study_id
        and enrolled.subject_count * 100 > curves.before
        and enrolled.subject_count * 100 <= curves.before + curves.hundredths
),

final as (
    select
        enrolled.study_id,
        versions.plan_version,
        enrolled.subject_count,
        enrolled.enrolled_date,
        planned.planned_date,
        versions.valid_from,
        versions.valid_to
    from enrolled
    inner join {{ ref('enrollment_plan_versions') }} as versions on enrolled.study_id = versions.study_id
    left join planned
        on enrolled.study_id = planned.study_id
        and enrolled.subject_count = planned.subject_count
        and versions.plan_version = planned.plan_version
)

select * from final
