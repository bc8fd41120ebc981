{% set patience = var('tmf_repair_days') %}

with items as (
    select * from {{ ref('expected_documents') }}
),

documents as (
    select * from {{ ref('documents') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

sites as (
    select * from {{ ref('dim_site') }}
),

{# A document that no item of its place calls for, beside items of its artifact elsewhere that have none. #}
stray as (
    select
        documents.study_id,
        documents.site_id,
        documents.document_id,
        min(documents.known_from) as known_from,
        count(items.expected_document_id) as open_items
    from documents
    left join items
        on documents.study_id = items.study_id
        and documents.artifact_number = items.artifact_number
        and items.gap = 'not filed'
    where documents.expected_document_id is null
    group by documents.study_id, documents.site_id, documents.document_id
),

at_wrong_place as (
    select {{ finding('document_at_wrong_place', 'high', 'tmf_document', 'document_id', "'No item of its place calls for the document, while ' || " ~ counted('open_items', 'items of its artifact elsewhere have none'), site_id='site_id') }}
    from stray
    where open_items > 0
),

not_expected as (
    select {{ finding('document_not_expected', 'low', 'tmf_document', 'document_id', "'No item calls for the document'", site_id='site_id') }}
    from stray
    where open_items = 0
),

filed_elsewhere as (
    select {{ finding('document_filed_elsewhere', 'high', 'expected_document', 'expected_document_id', "'The document that the list names lies under another place'", site_id='site_id') }}
    from items
    where gap = 'filed elsewhere'
),

superseded as (
    select {{ finding('superseded_protocol_version', 'high', 'expected_document', 'expected_document_id', "'The document does not carry protocol version ' || coalesce(protocol_version, 'that is asked for')", site_id='site_id') }}
    from items
    where gap = 'another protocol version'
),

never_final as (
    select {{ finding('document_never_finalised', 'medium', 'tmf_document', 'documents.document_id', "'Not final more than " ~ patience ~ " days after it failed its first check'", study_id='documents.study_id', site_id='documents.site_id', known='documents.known_from') }}
    from documents
    cross join as_of
    where not documents.is_first_check_passed
        and documents.final_date is null
        and documents.first_check_date < {{ add_days('as_of.as_of_date', -patience) }}
),

out_of_validity as (
    select {{ finding('document_expired', 'high', 'tmf_document', 'documents.document_id', "'Ran out while the site is open, and no later one is final'", study_id='documents.study_id', site_id='documents.site_id', known='documents.known_from') }}
    from documents
    cross join as_of
    where documents.site_id is not null
        and documents.expiry_date < {{ add_days('as_of.as_of_date', -patience) }}
        and coalesce(documents.renewed_date > as_of.as_of_date, true)
        and coalesce(documents.site_closed_date > as_of.as_of_date, true)
),

active_without as (
    select {{ finding('active_without_document', 'high', 'expected_document', 'items.expected_document_id', "'The site is active, but a document that its activation calls for is not filed'", study_id='items.study_id', site_id='items.site_id', known='items.known_from') }}
    from items
    cross join as_of
    inner join sites
        on items.study_id = sites.study_id
        and items.site_id = sites.site_id
    where items.gap = 'not filed'
        and items.is_required
        and items.milestone = 'site_activation'
        and items.due_date < {{ add_days('as_of.as_of_date', -patience) }}
        and sites.activation_date <= as_of.as_of_date
        and coalesce(sites.closed_date > as_of.as_of_date, true)
),

due_before_event as (
    select {{ finding('document_due_before_event', 'medium', 'expected_document', 'expected_document_id', "'The last day for filing lies before the event that makes it due'", site_id='site_id') }}
    from items
    where due_date < event_date
),

undatable as (
    select {{ finding('document_without_dates', 'low', 'tmf_document', 'document_id', "'Neither its filing nor its finality has a date'", site_id='site_id') }}
    from documents
    where filed_date is null and final_date is null
)

{% for finding in ['at_wrong_place', 'not_expected', 'filed_elsewhere', 'superseded', 'never_final', 'out_of_validity', 'active_without', 'due_before_event', 'undatable'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
