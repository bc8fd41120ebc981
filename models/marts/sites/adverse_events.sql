{{ config(meta={'slices': located_slices(['study_id', 'adverse_event_id'], ['onset_date_lower'])}) }}
with events as (
    {{ located('adverse_event', happened='onset_date_lower') }}
),

cases as (
    select
        study_id,
        adverse_event_id,
        min(safety_case_id) as safety_case_id,
        min(received_date) as case_received_date
    from {{ ref('int_safety_event_matches') }}
    where is_valid
    group by study_id, adverse_event_id
)

select
    events.study_id,
    events.adverse_event_id,
    events.located_subject_id as subject_id,
    events.located_site_id as site_id,
    events.located_country_code as country_code,
    cases.safety_case_id,
    events.onset_date,
    coalesce(events.serious_flag, false) as is_serious,
    events.entered_date,
    {{ length_between('events.onset_date', 'events.entered_date') }} as entry_lag_days,
    cases.case_received_date,
    events.known_from,
    events.known_to
from events
left join cases
    on events.study_id = cases.study_id
    and events.adverse_event_id = cases.adverse_event_id
