{% set window = var('visit_window_days') %}

with visits as (
    select
        visits.*,
        coalesce(sites.country_code, 'ZZ') as country_code,
        as_of.as_of_date,
        coalesce(visits.actual_end_date <= as_of.as_of_date, false) as is_done,
        coalesce({{ meaning('monitoring_visit_status', 'visits.status') }} = 'cancelled', false) as is_cancelled,
        {{ add_days('visits.planned_date', window) }} as window_end_date
    from {{ ref('int_monitoring_visit_current') }} as visits
    cross join {{ ref('int_as_of') }} as as_of
    left join {{ ref('dim_site') }} as sites
        on visits.study_id = sites.study_id
        and visits.site_id = sites.site_id
),

with_due_dates as (
    select
        visits.*,
        case when visits.is_done then {{ add_days('visits.actual_end_date', 'plans.report_due_days') }} end
            as report_due_date,
        case when visits.is_done then {{ add_days('visits.actual_end_date', 'plans.letter_due_days') }} end
            as letter_due_date
    from visits
    left join {{ ref('int_site_monitoring_plan_periods') }} as plans
        on visits.study_id = plans.study_id
        and visits.site_id = plans.site_id
        and visits.actual_end_date >= plans.in_force_from
        and visits.actual_end_date < plans.in_force_until
),

judged as (
    select
        with_due_dates.*,
        coalesce(planned_date <= as_of_date, false) and not is_cancelled as is_planned,
        coalesce(not is_cancelled and not is_done and window_end_date < as_of_date, false) as is_missed,
        coalesce(report_due_date < as_of_date, false) as is_report_due
    from with_due_dates
),

{# Interim visits of a site whose findings are known, in order; one with findings begins a new run. #}
runs as (
    select
        study_id,
        monitoring_visit_id,
        site_id,
        actual_end_date,
        finding_count,
        sum(case when finding_count > 0 then 1 else 0 end)
            over (partition by study_id, site_id order by actual_end_date, monitoring_visit_id) as run
    from judged
    where is_done and finding_count >= 0 and visit_type = 'interim' and site_id is not null
),

without_findings as (
    select
        study_id,
        monitoring_visit_id,
        cast(
            sum(case when finding_count = 0 then 1 else 0 end)
                over (partition by study_id, site_id, run order by actual_end_date, monitoring_visit_id)
            as bigint
        ) as visits_without_findings
    from runs
),

final as (
    select
        study_id,
        monitoring_visit_id,
        site_id,
        country_code,
        visit_type,
        visit_method,
        status as visit_status,
        planned_date,
        window_end_date,
        actual_start_date,
        actual_end_date,
        report_due_date,
        report_submitted_date,
        report_approved_date,
        letter_due_date,
        letter_sent_date,
        {{ days_between('actual_end_date', 'report_submitted_date') }} as days_to_report,
        {{ days_between('report_submitted_date', 'report_approved_date') }} as days_to_approval,
        {{ days_between('report_approved_date', 'letter_sent_date') }} as days_to_letter,
        is_cancelled,
        is_planned,
        is_done,
        is_missed,
        coalesce(abs({{ days_between('planned_date', 'actual_start_date') }}) <= {{ window }}, false)
            as is_within_window,
        case
            when is_missed then false
            when is_planned and is_done
                then abs({{ days_between('planned_date', 'actual_end_date') }}) <= {{ window }}
        end as is_on_plan,
        is_report_due,
        case
            when report_approved_date <= as_of_date then report_approved_date <= report_due_date
            when is_report_due then false
        end as is_report_on_time,
        coalesce(author_id = approver_id, false) as is_approver_author,
        case when is_done and finding_count >= 0 then finding_count end as finding_count,
        case
            when is_done and finding_count >= 0 and actual_start_date <= actual_end_date
                and replace(lower(visit_method), '-', '_') = 'on_site'
                then {{ days_between('actual_start_date', 'actual_end_date') }} + 1
        end as on_site_days,
        without_findings.visits_without_findings,
        known_from,
        known_to
    from judged
    left join without_findings using (study_id, monitoring_visit_id)
)

select * from final
