with contracts as (
    select
        contracts.study_id,
        contracts.site_id,
        min(contracts.effective_date) as contract_date,
        count(*) as contracts
    from {{ ref('int_site_contract_current') }} as contracts
    cross join {{ ref('int_as_of') }} as as_of
    where coalesce(contracts.contract_type, 'site') = 'site'
        and contracts.effective_date <= as_of.as_of_date
        and contracts.site_id is not null
    group by contracts.study_id, contracts.site_id
),

{# Fees of opening and closing fall due on these days, which the contract register may know before the CTMS. #}
fees as (
    select
        contracts.study_id,
        contracts.site_id,
        min(case when items.item_type = 'start_up' then items.service_from end) as start_up_date,
        max(case when items.item_type = 'close_out' then items.service_from end) as close_out_date
    from {{ ref('int_payable_item_current') }} as items
    inner join {{ ref('int_site_contract_current') }} as contracts on items.contract_id = contracts.contract_id
    where items.item_kind = 'site_fee'
    group by contracts.study_id, contracts.site_id
)

select
    contracts.study_id,
    contracts.site_id,
    sites.country_code,
    contracts.contract_date,
    contracts.contracts,
    coalesce(sites.activation_date, fees.start_up_date) as activation_date,
    coalesce(sites.closed_date, fees.close_out_date) as closed_date
from contracts
left join {{ ref('dim_site') }} as sites
    on contracts.study_id = sites.study_id
    and contracts.site_id = sites.site_id
left join fees
    on contracts.study_id = fees.study_id
    and contracts.site_id = fees.site_id
