with events as (
    {{ located('adverse_event', happened='onset_date_lower') }}
)

select
    study_id,
    adverse_event_id,
    located_subject_id as subject_id,
    located_site_id as site_id,
    located_country_code as country_code,
    onset_date,
    coalesce(serious_flag, false) as is_serious,
    entered_date,
    known_from,
    known_to
from events
