with pages as (
    {{ located('edc_page', happened='entered_date') }}
),

lagged as (
    select
        pages.*,
        {{ days_between('visit_date', 'entered_date') }} as entry_lag_days
    from pages
)

select
    study_id,
    page_id,
    located_subject_id as subject_id,
    located_site_id as site_id,
    located_country_code as country_code,
    form_id,
    visit_name,
    visit_date,
    entered_date,
    entry_lag_days,
    entry_lag_days > {{ var('late_page_days') }} as is_late,
    known_from,
    known_to
from lagged
