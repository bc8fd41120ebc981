{# An order that several contracts name tells none of them. #}
select
    po_number,
    min(contract_id) as contract_id
from {{ ref('int_contracts') }}
where po_number is not null
group by po_number
having count(*) = 1
