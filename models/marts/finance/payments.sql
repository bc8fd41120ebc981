select
    contracts.study_id,
    contracts.site_id,
    sites.country_code,
    contracts.vendor_id,
    payments.feed,
    payments.payment_id,
    payments.invoice_id,
    payments.contract_id,
    payments.cost_type,
    payments.payment_date,
    payments.amount,
    payments.currency
from {{ ref('int_contract_payments') }} as payments
inner join {{ ref('int_contracts') }} as contracts on payments.contract_id = contracts.contract_id
left join {{ ref('dim_site') }} as sites
    on contracts.study_id = sites.study_id
    and contracts.site_id = sites.site_id
where payments.amount is not null
