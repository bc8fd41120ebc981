with contracts as (
    select * from {{ ref('int_site_contract_current') }}
    where coalesce(contract_type, 'site') = 'site'
)

select
    contracts.contract_id,
    contracts.study_id,
    contracts.site_id,
    sites.country_code,
    contracts.currency,
    contracts.effective_date,
    contracts.end_date
from contracts
left join {{ ref('dim_site') }} as sites
    on contracts.study_id = sites.study_id
    and contracts.site_id = sites.site_id
