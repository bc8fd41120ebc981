with messages as (
    select
        delivered.*,
        ids.safety_case_id,
        coalesce(
            cast(delivered.latest_information_at as date), delivered.latest_information_date_upper,
            cast('1900-01-01' as date)
        ) as newest_date,
        case when delivered.is_nullified then 0 else 1 end as nullified_first,
        coalesce(delivered.case_version, 0) as version_number
    from {{ ref('int_safety_case_current') }} as delivered
    inner join {{ ref('int_safety_case_ids') }} as ids on delivered.case_id = ids.reference
),

ranked as (
    select
        messages.*,
        row_number() over (
            partition by safety_case_id
            order by newest_date desc, nullified_first, version_number desc, known_from desc, _source, message_id
        ) as position,
        row_number() over (
            partition by safety_case_id
            order by newest_date, version_number, known_from, _source, message_id
        ) as first_position,
        row_number() over (
            partition by safety_case_id, _source
            order by newest_date desc, nullified_first, version_number desc, known_from desc, message_id
        ) as position_in_source
    from messages
),

final as (
    select
        safety_case_id,
        {{ first_known('study_id', 'varchar') }} as reported_study_id,
        {{ first_known('site_id', 'varchar') }} as reported_site_id,
        {{ first_known('subject_id', 'varchar') }} as reported_subject_id,
        {{ first_known('event_term', 'varchar') }} as event_term,
        {{ first_known('meddra_code', 'varchar') }} as meddra_code,
        {{ first_known('meddra_version', 'varchar') }} as meddra_version,
        {{ first_known('onset_date_raw', 'varchar') }} as onset_date_raw,
        {{ first_known('outcome', 'varchar') }} as outcome,
        {{ first_known('seriousness_criteria', 'varchar') }} as seriousness_criteria,
        {{ first_known('seriousness_criteria', 'varchar', 'first_position') }} as first_seriousness_criteria,
        {{ first_known('is_serious', 'boolean') }} as is_serious,
        {{ first_known('is_expected', 'boolean') }} as is_expected,
        {{ first_known('is_related_investigator', 'boolean') }} as is_related_investigator,
        {{ first_known('is_related_sponsor', 'boolean') }} as is_related_sponsor,
        {{ first_known('is_susar', 'boolean') }} as is_susar_as_reported,
        max(case when position_in_source = 1 and is_nullified then 1 else 0 end) = 1 as is_nullified,
        count(distinct _source) as source_count,
        min(received_date) as received_date_as_reported,
        max(latest_information_date_upper) as latest_information_date,
        min(site_awareness_at) as site_awareness_at,
        min(received_at) as received_at,
        min(known_from) as known_from
    from ranked
    group by safety_case_id
)

select * from final
