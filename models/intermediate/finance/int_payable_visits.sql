{{ config(meta={'slices': located_slices(
    ['study_id', 'visit_id'], ['visit_date_lower', 'entered_date'], has_site=false, follows_transfers=false,
    reached={'int_fee_schedule_current': subjects_staying_at(
        '(select contracts.study_id, contracts.site_id from change inner join intermediate.int_site_contract_current as contracts'
        ~ ' on change.contract_id = contracts.contract_id)', 'int_subject_current'
    )}
)}) }}
{# Visits that took place, at sites of studies whose site contracts are known, with the contract and rate in force. #}
with studies as (
    select distinct study_id from {{ ref('int_site_contract_current') }}
    where contract_type = 'site' or contract_type is null
),

visits as (
    select
        visits.*,
        visits.located_site_id as site_id,
        visits.located_country_code as country_code
    from ({{ located('subject_visit', happened='visit_date_lower', site_id='cast(null as varchar)', follows_transfers=false) }}) as visits
    inner join studies on visits.study_id = studies.study_id
    where visits.visit_date_lower is not null
        and (visits.entered_date is null or visits.entered_date <= visits.as_of_date)
        and coalesce({{ meaning('visit_status', 'visits.visit_status') }}, 'held') = 'held'
),

{{ under_contract('visits', ['study_id', 'subject_id', 'visit_id']) }}

select
    study_id,
    site_id,
    country_code,
    contract_id,
    located_subject_id as subject_id,
    visit_id,
    visit_name as event_name,
    visit_date as service_date,
    entered_date,
    coalesce(is_in_contract, false) as is_in_contract,
    rate_version,
    rate_amount,
    case when overhead_applies then contract_overhead_pct else cast(0 as decimal(38, 10)) end as overhead_pct,
    coalesce(contract_holdback_pct, 0) as holdback_pct,
    coalesce(vat_pct, 0) as vat_pct,
    coalesce(vat_recoverable_pct, 0) as vat_recoverable_pct,
    coalesce(rate_currency, contract_currency) as currency,
    _load_id as source_load_id,
    _row as source_row,
    known_from,
    known_to
from rated
where rate_rank = 1
