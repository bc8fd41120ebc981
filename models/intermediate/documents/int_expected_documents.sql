with listed as (
    {{ placed('expected_document') }}
),

{# Days for filing, by artifact of a study: the shortest that any item of it was given; a last day before the event gives none. #}
artifact_days as (
    select
        study_id,
        artifact_number,
        min({{ days_between('event_date', 'due_date') }}) as filing_days
    from listed
    where due_date >= event_date
    group by study_id, artifact_number
),

on_list as (
    select
        listed.*,
        coalesce(artifact_days.filing_days, {{ var('tmf_filing_days') }}) as filing_days,
        coalesce(
            listed.due_date,
            {{ add_days('listed.event_date', 'coalesce(artifact_days.filing_days, ' ~ var('tmf_filing_days') ~ ')') }}
        ) as last_filing_date,
        coalesce(lower(listed.requiredness), 'required') = 'required' as is_required
    from listed
    left join artifact_days
        on listed.study_id = artifact_days.study_id
        and listed.artifact_number = artifact_days.artifact_number
),

final as (
    select
        study_id, expected_document_id, document_name, artifact_number, place_level, country_code, site_id, place,
        milestone, source_record, protocol_version, document_id, filing_days, is_required, false as is_generated,
        event_date, last_filing_date, withdrawn_date, known_from
    from on_list

    union all

    select
        study_id, expected_document_id, document_name, artifact_number, place_level, country_code, site_id, place,
        milestone, source_record, null, null, filing_days, true as is_required, true as is_generated,
        event_date, last_filing_date, null, known_from
    from {{ ref('int_generated_documents') }}
)

select * from final
