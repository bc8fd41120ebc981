{{ config(meta={'slices': located_slices(['study_id', 'page_id'], ['entered_date'])}) }}
with pages as (
    {{ located('edc_page', happened='entered_date') }}
),

lagged as (
    select
        pages.*,
        {{ length_between('visit_date', 'entered_date') }} as entry_lag_days
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
    verification_plan,
    case when items_to_verify > 0 then items_to_verify else 0 end as items_to_verify,
    case
        when verified_date is null or coalesce(items_to_verify, 0) <= 0 or items_verified <= 0 then 0
        when items_verified < items_to_verify then items_verified
        else items_to_verify
    end as items_verified,
    verified_date,
    located_is_in_ctms as is_site_in_ctms,
    known_from,
    known_to
from lagged
