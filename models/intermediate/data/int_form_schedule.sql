with visits as (
    select study_id, {{ event_key('visit_name') }} as visit_key, count(*) as visits_of_name
    from {{ ref('subject_visits') }}
    where visit_date is not null
    group by study_id, {{ event_key('visit_name') }}
),

forms as (
    select study_id, visit_key, form_id, count(*) as visits_with_form
    from {{ ref('int_visit_forms') }}
    group by study_id, visit_key, form_id
)

select
    forms.study_id,
    forms.visit_key,
    forms.form_id
from forms
inner join visits
    on forms.study_id = visits.study_id
    and forms.visit_key = visits.visit_key
where forms.visits_with_form >= {{ var('expected_form_share') }} * visits.visits_of_name
