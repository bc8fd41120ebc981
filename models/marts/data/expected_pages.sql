with visits as (
    select visits.*, {{ event_key('visit_name') }} as visit_key
    from {{ ref('subject_visits') }} as visits
    where visit_date is not null
),

final as (
    select
        visits.study_id,
        visits.subject_id,
        visits.visit_id,
        schedule.form_id,
        visits.site_id,
        visits.country_code,
        visits.visit_name,
        visits.visit_date,
        found.entered_date
    from visits
    inner join {{ ref('int_form_schedule') }} as schedule
        on visits.study_id = schedule.study_id
        and visits.visit_key = schedule.visit_key
    left join {{ ref('int_visit_forms') }} as found
        on visits.study_id = found.study_id
        and visits.subject_id = found.subject_id
        and visits.visit_id = found.visit_id
        and schedule.form_id = found.form_id
)

select * from final
