{{ config(meta={'slices': located_slices(['study_id', 'deviation_id'], ['deviation_date_lower'])}) }}
with deviations as (
    {{ located('protocol_deviation', happened='deviation_date_lower') }}
)

select
    study_id,
    deviation_id,
    located_subject_id as subject_id,
    located_site_id as site_id,
    located_country_code as country_code,
    deviation_date,
    category,
    coalesce(important_flag, false) as is_important,
    reported_date,
    {{ length_between('deviation_date', 'reported_date') }} as report_lag_days,
    known_from,
    known_to
from deviations
