with events as (
    {{ located('adverse_event', happened='onset_date_lower') }}
),

cases as (
    select * from {{ ref('int_safety_cases') }}
),

final as (
    select
        events.study_id,
        events.adverse_event_id,
        cases.safety_case_id,
        coalesce(events.serious_flag, false) as is_serious_in_edc,
        cases.is_valid,
        cases.is_nullified,
        cases.received_date
    from cases
    inner join events
        on cases.study_id = events.study_id
        and cases.subject_id = events.located_subject_id
        and cases.term_key = lower(trim(events.term))
        and cases.onset_date_lower <= events.onset_date_upper
        and cases.onset_date_upper >= events.onset_date_lower
)

select * from final
