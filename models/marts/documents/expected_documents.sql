with items as (
    select * from {{ ref('int_expected_documents') }}
),

found as (
    select
        matches.study_id,
        matches.expected_document_id,
        documents.document_id,
        documents.created_date,
        coalesce(documents.place = items.place, false) as is_at_place,
        coalesce(items.protocol_version = documents.protocol_version, items.protocol_version is null) as is_version,
        documents.approved_date
    from {{ ref('int_document_matches') }} as matches
    inner join items
        on matches.study_id = items.study_id
        and matches.expected_document_id = items.expected_document_id
    inner join {{ ref('int_found_documents') }} as documents
        on matches.study_id = documents.study_id
        and matches.document_id = documents.document_id
),

summed as (
    select
        study_id,
        expected_document_id,
        count(*) as documents_found,
        min(created_date) as first_filed_date,
        min(case when is_at_place and is_version then approved_date end) as satisfied_date,
        max(case when is_at_place then 1 else 0 end) as has_place,
        max(case when is_at_place and is_version then 1 else 0 end) as has_version
    from found
    group by study_id, expected_document_id
),

final as (
    select
        items.study_id,
        items.expected_document_id,
        items.site_id,
        items.country_code,
        items.place_level as document_level,
        items.artifact_number,
        items.document_name,
        {{ meaning_or_word('tmf_milestone', 'items.milestone') }} as milestone,
        items.source_record,
        items.protocol_version,
        case
            when summed.satisfied_date is not null or items.withdrawn_date <= as_of.as_of_date then null
            when summed.documents_found is null then 'not filed'
            when summed.has_place = 0 then 'filed elsewhere'
            when summed.has_version = 0 then 'another protocol version'
            else 'not final'
        end as gap,
        cast(coalesce(summed.documents_found, 0) as bigint) as documents_found,
        case when items.filing_days <= {{ var('tmf_priority_days') }} then 'priority' else 'general' end as filing_class,
        cast(items.filing_days as bigint) as filing_days,
        items.is_required,
        items.is_generated,
        items.event_date,
        items.last_filing_date as due_date,
        summed.first_filed_date,
        summed.satisfied_date,
        items.withdrawn_date,
        items.known_from
    from items
    cross join {{ ref('int_as_of') }} as as_of
    left join summed
        on items.study_id = summed.study_id
        and items.expected_document_id = summed.expected_document_id
)

select * from final
