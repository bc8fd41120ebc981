{# Lists and documents may come from systems that word milestones in their own way. #}
with items as (
    select items.*, {{ meaning_or_word('tmf_milestone', 'items.milestone') }} as milestone_word
    from {{ ref('int_expected_documents') }} as items
),

documents as (
    select documents.*, {{ meaning_or_word('tmf_milestone', 'documents.milestone') }} as milestone_word
    from {{ ref('int_found_documents') }} as documents
),

stated as (
    select distinct documents.study_id, documents.document_id, items.expected_document_id
    from items
    inner join documents
        on items.study_id = documents.study_id
        and items.document_id in (documents.document_number, documents.document_id)
),

candidates as (
    select
        documents.study_id,
        documents.document_id,
        items.expected_document_id,
        documents.artifact_number || '|' || documents.place || '|' || coalesce(documents.milestone_word, '~') as place_key,
        items.event_date,
        items.withdrawn_date is not null as is_withdrawn,
        documents.proof_date,
        coalesce(items.protocol_version = documents.protocol_version, items.protocol_version is null) as is_version,
        abs({{ days_between('documents.proof_date', 'items.event_date') }}) as days_apart
    from documents
    inner join items
        on documents.study_id = items.study_id
        and documents.artifact_number = items.artifact_number
        and documents.place = items.place
        and (
            documents.milestone_word = items.milestone_word
            or documents.milestone_word is null
            or items.milestone_word is null
        )
    left join stated as stated_documents
        on documents.study_id = stated_documents.study_id
        and documents.document_id = stated_documents.document_id
    left join stated as stated_items
        on items.study_id = stated_items.study_id
        and items.expected_document_id = stated_items.expected_document_id
    where stated_documents.document_id is null and stated_items.document_id is null
),

{# Of several documents and items of one day the first belongs to the first, the second to the second. #}
ranked_on_day as (
    select
        candidates.*,
        dense_rank() over (
            partition by study_id, place_key, event_date order by document_id
        ) as document_rank,
        dense_rank() over (
            partition by study_id, place_key, event_date order by is_withdrawn, expected_document_id
        ) as item_rank
    from candidates
    where event_date = proof_date
),

on_day as (
    select study_id, document_id, expected_document_id from ranked_on_day where document_rank = item_rank
),

ranked_by_distance as (
    select
        candidates.*,
        row_number() over (
            partition by candidates.study_id, candidates.document_id
            order by
                candidates.is_withdrawn,
                case when candidates.is_version then 0 else 1 end,
                case when candidates.days_apart is null then 1 else 0 end,
                candidates.days_apart,
                candidates.expected_document_id
        ) as position
    from candidates
    left join on_day
        on candidates.study_id = on_day.study_id
        and candidates.document_id = on_day.document_id
    where on_day.document_id is null
),

final as (
    select study_id, document_id, expected_document_id, 'stated' as matched_by from stated
    union all
    select study_id, document_id, expected_document_id, 'event day' as matched_by from on_day
    union all
    select study_id, document_id, expected_document_id, 'nearest event' as matched_by
    from ranked_by_distance
    where position = 1
)

select * from final
