with entered as (
    select
        study_id,
        subject_id,
        {{ event_key('visit_name') }} as visit_key,
        min(coalesce(entered_date, visit_date)) as entered_date
    from {{ ref('subject_visits') }}
    group by study_id, subject_id, {{ event_key('visit_name') }}
),

due as (
    select
        subjects.study_id,
        subjects.subject_id,
        planned_visits.visit_name,
        subjects.withdrawal_date,
        subjects.completion_date,
        {{ add_days('subjects.randomization_date', 'planned_visits.target_day - coalesce(planned_visits.window_before, 0)') }}
            as window_start_date,
        {{ add_days('subjects.randomization_date', 'planned_visits.target_day + coalesce(planned_visits.window_after, 0)') }}
            as window_end_date
    from {{ ref('dim_subject') }} as subjects
    inner join {{ ref('int_planned_visit_current') }} as planned_visits
        on subjects.study_id = planned_visits.study_id
    where subjects.randomization_date is not null
        and planned_visits.target_day > 0
),

final as (
    select
        due.study_id,
        due.subject_id,
        due.visit_name,
        subject_sites.site_id,
        coalesce(sites.country_code, 'ZZ') as country_code,
        due.window_end_date,
        {{ add_days('due.window_end_date', var('visit_entry_days')) }} as entry_due_date,
        entered.entered_date
    from due
    inner join {{ ref('int_subject_sites') }} as subject_sites
        on due.study_id = subject_sites.study_id
        and due.subject_id = subject_sites.subject_id
        and due.window_end_date >= subject_sites.from_date
        and (subject_sites.until_date is null or due.window_end_date < subject_sites.until_date)
    left join {{ ref('dim_site') }} as sites
        on subject_sites.study_id = sites.study_id
        and subject_sites.site_id = sites.site_id
    left join entered
        on due.study_id = entered.study_id
        and due.subject_id = entered.subject_id
        and {{ event_key('due.visit_name') }} = entered.visit_key
    where (due.withdrawal_date is null or due.window_end_date < due.withdrawal_date)
        and (
            due.completion_date is null
            or due.window_start_date <= due.completion_date
            or entered.entered_date is not null
        )
)

select * from final
