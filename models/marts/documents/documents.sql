with found as (
    select * from {{ ref('int_found_documents') }}
),

items as (
    select
        matches.study_id,
        matches.document_id,
        items.expected_document_id,
        items.milestone,
        items.filing_days,
        items.last_filing_date,
        matches.matched_by,
        row_number() over (
            partition by matches.study_id, matches.document_id
            order by items.last_filing_date, items.expected_document_id
        ) as position
    from {{ ref('int_document_matches') }} as matches
    inner join {{ ref('int_expected_documents') }} as items
        on matches.study_id = items.study_id
        and matches.expected_document_id = items.expected_document_id
),

artifacts as (
    select study_id, artifact_number, min(filing_days) as filing_days
    from {{ ref('int_expected_documents') }}
    group by study_id, artifact_number
),

renewals as (
    select
        expired.study_id,
        expired.document_id,
        min(newer.approved_date) as renewed_date
    from found as expired
    inner join found as newer
        on expired.study_id = newer.study_id
        and expired.artifact_number = newer.artifact_number
        and expired.place = newer.place
        and coalesce(expired.person_id, '~') = coalesce(newer.person_id, '~')
        and newer.document_date > expired.document_date
    where expired.expiry_date is not null
    group by expired.study_id, expired.document_id
),

joined as (
    select
        found.study_id,
        found.document_id,
        found.site_id,
        found.country_code,
        found.place_level as document_level,
        found.document_number,
        found.document_name,
        found.artifact_number,
        found.artifact_name,
        items.expected_document_id,
        items.matched_by,
        {{ meaning_or_word('tmf_milestone', 'coalesce(found.milestone, items.milestone)') }} as milestone,
        found.status as document_status,
        found.version as document_version,
        found.protocol_version,
        cast(coalesce(items.filing_days, artifacts.filing_days, {{ var('tmf_filing_days') }}) as bigint) as filing_days,
        {{ meaning('first_check', 'found.first_qc_result') }} = 'pass' as is_first_check_passed,
        found.document_date,
        case
            when items.document_id is not null then items.last_filing_date
            else {{ add_days('found.proof_date', 'coalesce(artifacts.filing_days, ' ~ var('tmf_filing_days') ~ ')') }}
        end as due_date,
        found.created_date as filed_date,
        found.first_qc_date as first_check_date,
        found.approved_date as final_date,
        found.expiry_date,
        renewals.renewed_date,
        sites.closed_date as site_closed_date,
        found.known_from
    from found
    left join items
        on found.study_id = items.study_id
        and found.document_id = items.document_id
        and items.position = 1
    left join artifacts
        on found.study_id = artifacts.study_id
        and found.artifact_number = artifacts.artifact_number
    left join renewals
        on found.study_id = renewals.study_id
        and found.document_id = renewals.document_id
    left join {{ ref('dim_site') }} as sites
        on found.study_id = sites.study_id
        and found.site_id = sites.site_id
),

final as (
    select
        joined.*,
        case when filing_days <= {{ var('tmf_priority_days') }} then 'priority' else 'general' end as filing_class
    from joined
)

select * from final
