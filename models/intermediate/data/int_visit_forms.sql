with visits as (
    select
        named.*,
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
)

select
    visits.study_id,
    visits.subject_id,
    visits.visit_id,
    visits.visit_key,
    pages.form_id,
    min(pages.entered_date) as entered_date
from visits
inner join pages
    on visits.study_id = pages.study_id
    and visits.subject_id = pages.subject_id
    and visits.visit_key = pages.visit_key
    and (visits.own_visits_of_name = 1 or visits.visit_date = pages.visit_date)
group by visits.study_id, visits.subject_id, visits.visit_id, visits.visit_key, pages.form_id
