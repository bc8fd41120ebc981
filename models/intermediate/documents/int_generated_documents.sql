{# Of studies that file documents and whose list nobody delivers; a delivered list says all that is expected of its study. #}
with studies as (
    select study_id from {{ ref('int_tmf_document_current') }}
    except
    select study_id from {{ ref('int_expected_document_current') }}
)

select
    events.study_id,
    'generated|' || rules.artifact_number || '|' || events.event || '|' || events.event_id as expected_document_id,
    rules.document_name,
    rules.artifact_number,
    rules.document_level as place_level,
    case when rules.document_level <> 'trial' then events.country_code end as country_code,
    case when rules.document_level = 'site' then events.site_id end as site_id,
    case rules.document_level
        when 'trial' then 'trial'
        when 'country' then events.country_code
        else events.site_id
    end as place,
    rules.milestone,
    events.event || ' ' || events.event_id as source_record,
    rules.filing_days,
    events.event_date,
    {{ add_days('events.event_date', 'rules.filing_days') }} as last_filing_date,
    events.known_from
from {{ ref('int_documented_events') }} as events
inner join studies on events.study_id = studies.study_id
inner join {{ ref('expected_document_rules') }} as rules on events.event = rules.event
where rules.document_level = 'trial'
    or (rules.document_level = 'country' and events.country_code is not null)
    or events.site_id is not null
