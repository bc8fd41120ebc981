with visits as (
    select
        named.*,
        count(*) over (partition by study_id, visit_key) as visits_of_name,
        count(*) over (partition by study_id, subject_id, visit_key) as own_visits_of_name
    from (
        select visits.*, {{ event_key('visit_name') }} as visit_key
        from {{ ref('subject_visits') }} as visits
        where visit_date is not null
    ) as named
),

pages as (
    select
        study_id,
        subject_id,
        {{ event_key('visit_name') }} as visit_key,
        form_id,
        visit_date,
        min(entered_date) as entered_date
    from {{ ref('data_pages') }}
    where form_id is not null
    group by study_id, subject_id, {{ event_key('visit_name') }}, form_id, visit_date
),

visits_with_form as (
    select
        visits.study_id,
        visits.visit_id,
        visits.subject_id,
        visits.visit_key,
        visits.visits_of_name,
        pages.form_id,
        min(pages.entered_date) as entered_date
    from visits
    inner join pages
        on visits.study_id = pages.study_id
        and visits.subject_id = pages.subject_id
        and visits.visit_key = pages.visit_key
        and (visits.own_visits_of_name = 1 or visits.visit_date = pages.visit_date)
    group by
        visits.study_id, visits.visit_id, visits.subject_id, visits.visit_key, visits.visits_of_name, pages.form_id
),

{# A form belongs to a visit of the schedule where most visits of that name have it. #}
schedule as (
    select
        study_id,
        visit_key,
        form_id
    from visits_with_form
    group by study_id, visit_key, form_id
    having count(*) >= {{ var('expected_form_share') }} * max(visits_of_name)
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
    inner join schedule
        on visits.study_id = schedule.study_id
        and visits.visit_key = schedule.visit_key
    left join visits_with_form as found
        on visits.study_id = found.study_id
        and visits.subject_id = found.subject_id
        and visits.visit_id = found.visit_id
        and schedule.form_id = found.form_id
)

select * from final
