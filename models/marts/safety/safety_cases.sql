with cases as (
    select * from {{ ref('int_safety_cases') }}
),

events as (
    select
        safety_case_id,
        min(adverse_event_id) as adverse_event_id,
        count(*) as adverse_events,
        max(case when is_serious_in_edc then 1 else 0 end) as has_serious_event
    from {{ ref('int_safety_event_matches') }}
    group by safety_case_id
),

final as (
    select
        cases.safety_case_id,
        cases.study_id,
        cases.reported_study_id,
        cases.site_id,
        cases.country_code,
        cases.subject_id,
        events.adverse_event_id,
        cases.duplicate_of as duplicate_of_case_id,
        cases.event_term,
        cases.meddra_code,
        cases.outcome,
        cases.seriousness_criteria,
        cast(cases.source_count as bigint) as source_count,
        {{ ratio(seconds_between('cases.site_awareness_at', 'cases.received_at'), 3600) }} as hours_to_receipt,
        cases.is_valid,
        cases.is_nullified,
        cases.is_subject_known,
        coalesce(cases.is_serious, cases.seriousness_criteria is not null) as is_serious,
        cases.is_expected,
        cases.is_related_investigator,
        cases.is_related_sponsor,
        coalesce(cases.is_susar, false) as is_susar,
        case
            when cases.received_at >= cases.site_awareness_at
                then {{ seconds_between('cases.site_awareness_at', 'cases.received_at') }}
                    <= {{ var('sae_report_hours') }} * 3600
        end as is_received_in_time,
        events.has_serious_event = 1 as is_serious_in_edc,
        cases.onset_date,
        cases.received_date,
        cases.latest_information_date,
        cases.site_awareness_at,
        cases.received_at,
        cases.known_from
    from cases
    left join events on cases.safety_case_id = events.safety_case_id
)

select * from final
