with reports as (
    select
        reports.safety_case_id,
        cases.study_id,
        cases.site_id,
        coalesce(cases.country_code, 'ZZ') as country_code,
        cases.subject_id,
        reports.authority,
        coalesce(
            case when reports.clock_days > 0 then reports.clock_days end,
            case when cases.is_fatal_at_first then {{ var('susar_fatal_report_days') }} else {{ var('susar_report_days') }} end
        ) as clock_days,
        coalesce(cases.is_valid, false) as is_valid_case,
        reports.is_case_known,
        reports.is_refused,
        coalesce(reports.day_zero_at, cases.received_at) as day_zero_at,
        coalesce(cast(reports.day_zero_at as date), cases.received_date) as day_zero_date,
        reports.due_at,
        reports.submitted_at,
        reports.submitted_date,
        reports.acknowledged_at,
        reports.known_from
    from {{ ref('int_safety_reports') }} as reports
    left join {{ ref('int_safety_cases') }} as cases on reports.safety_case_id = cases.safety_case_id
),

with_due as (
    select
        reports.*,
        coalesce(due_at, {{ moment_plus_days('day_zero_at', 'clock_days') }}) as clock_ends_at,
        coalesce(cast(due_at as date), {{ add_days('day_zero_date', 'clock_days') }}) as due_date
    from reports
),

final as (
    select
        safety_case_id || '|' || authority as safety_clock_id,
        safety_case_id,
        study_id,
        site_id,
        country_code,
        subject_id,
        authority,
        cast(clock_days as bigint) as clock_days,
        {{ ratio(seconds_between('clock_ends_at', 'submitted_at'), 3600) }} as hours_after_due,
        is_case_known,
        is_valid_case,
        is_refused,
        case
            when submitted_date = due_date and cast(submitted_at as date) = submitted_date and clock_ends_at is not null
                then submitted_at <= clock_ends_at
            else submitted_date <= due_date
        end as is_submitted_in_time,
        day_zero_date,
        due_date,
        submitted_date,
        day_zero_at,
        clock_ends_at as due_at,
        submitted_at,
        acknowledged_at,
        known_from
    from with_due
)

select * from final
