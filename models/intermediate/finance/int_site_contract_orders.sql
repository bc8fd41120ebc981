{# Purchase orders that belong to exactly one site contract. #}
select
    po_number,
    min(contract_id) as contract_id
from {{ ref('int_site_contract_current') }}
where po_number is not null
group by po_number
having count(*) = 1
