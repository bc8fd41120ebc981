{{ config(meta={'slices': located_slices(['study_id', 'visit_id'], ['visit_date_lower'], has_site=false)}) }}
with visits as (
    {{ located('subject_visit', happened='visit_date_lower', site_id='cast(null as varchar)') }}
)

select
    study_id,
    located_subject_id as subject_id,
    visit_id,
    located_site_id as site_id,
    located_country_code as country_code,
    visit_name,
    {{ meaning_or_word('visit_type', 'visit_type') }} as visit_type,
    visit_status,
    planned_date,
    visit_date,
    entered_date,
    coalesce({{ meaning('visit_status', 'visit_status') }}, '') = 'missed' and visit_date_lower is null as is_missed,
    known_from,
    known_to
from visits
